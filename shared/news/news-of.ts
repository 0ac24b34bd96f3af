import { hash } from 'node:crypto';
import { type Capture, isFinal } from '../domain/capture/capture.ts';
import type { Dataset } from '../domain/dataset.ts';
import type { StoredMeeting } from '../dynamo/meetings/meeting-reader.ts';
import type { NewsEvent } from './news-events.ts';
import type { CaptureChanged, PersonErased } from './news-message.ts';

/** What there is to tell of a meeting, as it is stored, since one of its captures has changed. */
export function newsOfCapture(stored: StoredMeeting, changed: CaptureChanged, stage: string): NewsEvent[] {
  const { captures } = stored;
  const expected = changed.datasets ?? datasetsOf(captures);
  const own = expected.map((dataset) => captures[dataset]);
  const capture = captures[changed.dataset];
  const isWhole = (test: (one: Capture) => boolean) =>
    own.length > 0 && own.every((one) => one !== undefined && test(one));
  const isSettled = isWhole(({ state }) => isFinal(state));
  const isCaptured = isWhole(({ state, capturedAt }) => isFinal(state) || capturedAt !== undefined);
  const hasRows = own.some((one) => one?.capturedAt !== undefined);
  const events: NewsEvent[] = [];
  if (capture) events.push(...attention(stored, capture, stage));
  const datasets = Object.fromEntries(Object.values(captures).map((one) => [one.dataset, captureFacts(one)])) as Record<
    Dataset,
    ReturnType<typeof captureFacts>
  >;
  // Of a meeting that settles at its first poll both are told.
  if (isCaptured && hasRows) {
    const facts = own.map((one) => [one?.dataset, one?.capturedAt]);
    events.push({
      type: 'Meeting Captured',
      detail: { ...meetingFacts(stored, stage, ['captured', facts]), datasets },
    });
  }
  if (isSettled) {
    const facts = own.map((one) => [one?.dataset, one?.state, one?.run, one?.contentHash]);
    const complete = own.every((one) => one?.state === 'settled' || one?.state === 'empty');
    const detail = { ...meetingFacts(stored, stage, ['settled', facts]), complete, datasets };
    events.push({ type: 'Meeting Settled', detail });
  }
  return events;
}

export const newsOfErasure = ({ receipt, erasedAt, rows, meetings }: PersonErased, stage: string): NewsEvent => ({
  type: 'Person Erased',
  detail: { version: 1, id: receipt, stage, erasedAt, rows, meetings },
});

const datasetsOf = (captures: StoredMeeting['captures']): Dataset[] =>
  Object.values(captures).map(({ dataset }) => dataset);

function attention(stored: StoredMeeting, capture: Capture, stage: string): NewsEvent[] {
  const { dataset, state, rows, lastError, run } = capture;
  if (state !== 'failed' && state !== 'unavailable' && state !== 'parked') return [];
  const { name: fault, code, trackingId } = lastError ?? {};
  const detail = {
    ...meetingFacts(stored, stage, ['attention', dataset, state, run]),
    dataset,
    state,
    rows,
    ...(fault !== undefined && { fault }),
    ...(code !== undefined && { code }),
    ...(trackingId !== undefined && { trackingId }),
  };
  return [{ type: 'Capture Needs Attention', detail }];
}

function captureFacts({ state, rows, erased, expectedRows, capturedAt, settledAt }: Capture) {
  return {
    state,
    rows,
    ...(erased !== undefined && { erased }),
    ...(expectedRows !== undefined && { expectedRows }),
    ...(capturedAt !== undefined && { capturedAt }),
    ...(settledAt !== undefined && { settledAt }),
  };
}

/** Neither topic nor host: they name people. `facts`: what makes it other news of the same meeting. */
function meetingFacts({ meeting }: StoredMeeting, stage: string, facts: readonly unknown[]) {
  const { account, uuid, meetingId, kind, startTime, endTime } = meeting;
  const id = hash('sha256', JSON.stringify([account, uuid, ...facts]), 'hex').slice(0, 32);
  return {
    version: 1 as const,
    id,
    stage,
    account,
    uuid,
    meetingId,
    kind,
    ...(startTime !== undefined && { startTime }),
    endTime,
  };
}
