import type { CaptureState } from '../../domain/capture/capture.ts';
import type { Dataset } from '../../domain/dataset.ts';
import { type ForgetDeps, forgetMeeting } from '../../dynamo/meetings/forget-meeting.ts';
import { createMeetingReader, type StoredMeeting } from '../../dynamo/meetings/meeting-reader.ts';
import { OperationError } from '../errors.ts';

export type ForgetRequest =
  | { readonly uuid: string }
  /** Zoom's id of an account. */
  | { readonly account: string };

export type ForgetDependencies = ForgetDeps & {
  /** Whether Zoom has let this stage sweep the account: then its meetings are rightly the stage's. */
  readonly isSwept: (account: string) => Promise<boolean>;
};

/** What is stored of a meeting that is to be forgotten. */
export type ForgottenMeeting = {
  readonly uuid: string;
  readonly account: string;
  readonly topic?: string;
  /** ISO 8601; absent of one that ran when a snapshot was taken. */
  readonly endTime?: string;
  readonly states: Readonly<Partial<Record<Dataset, CaptureState>>>;
  /** Rows of all datasets, as their captures count them. */
  readonly rows: number;
};

/**
 * What would be forgotten; nothing where the store has none of it.
 * @throws OperationError for an account that is rightly the stage's
 */
export async function planForget(request: ForgetRequest, deps: ForgetDependencies): Promise<ForgottenMeeting[]> {
  const reader = createMeetingReader(deps);
  if ('uuid' in request) {
    const { uuid } = request;
    const found = await reader.find(uuid);
    if (found) return [forgottenOf(found)];
    const snapshots = await reader.snapshots(uuid);
    const [first] = Object.values(snapshots);
    return first ? [{ uuid, account: first.account, ...countsOf(snapshots) }] : [];
  }
  const { account } = request;
  if (await deps.isSwept(account)) {
    throw new OperationError(
      `Zoom lists the meetings of ${account} for this stage, so they are rightly here: forget one by its UUID.`,
    );
  }
  const all = reader.newest({ accounts: [account], limit: Number.MAX_SAFE_INTEGER });
  return (await Array.fromAsync(all)).map(forgottenOf);
}

function forgottenOf({ meeting, captures }: StoredMeeting): ForgottenMeeting {
  const { uuid, account, topic, endTime } = meeting;
  return { uuid, account, ...(topic !== undefined && { topic }), endTime, ...countsOf(captures) };
}

const countsOf = (captures: StoredMeeting['captures']) => ({
  states: Object.fromEntries(Object.values(captures).map(({ dataset, state }) => [dataset, state])),
  rows: Object.values(captures).reduce((sum, { rows, storedRows = rows }) => sum + storedRows, 0),
});

export type ForgetResult = {
  readonly forgotten: readonly string[];
  /** A worker has one of their captures: the same again some minutes later goes on. */
  readonly atWork: readonly string[];
};

/** Forgets these meetings one after the other; killed and run again it goes on. `tell` is told how many are done. */
export async function forget(
  uuids: readonly string[],
  deps: ForgetDeps & { readonly tell: (done: number) => void },
): Promise<ForgetResult> {
  const forgotten: string[] = [];
  const atWork: string[] = [];
  for (const [index, uuid] of uuids.entries()) {
    const outcome = await forgetMeeting(uuid, deps);
    (outcome === 'at-work' ? atWork : forgotten).push(uuid);
    deps.tell(index + 1);
  }
  return { forgotten, atWork };
}
