import { type CaptureState, isFinal } from '../../domain/capture/capture.ts';
import { createMeetingReader, type StoredMeeting } from '../../dynamo/meetings/meeting-reader.ts';
import type { Store } from '../../dynamo/store.ts';
import { capturesInState, type IndexedState } from '../../queries/captures-by-state.ts';

import { readTimeSpan } from '../../queries/time-span.ts';
import type { AttentionScope } from './read-attention.ts';

/** States that meetings can be asked for by. */
export const askedStates = [
  ...(['waiting', 'running', 'captured', 'parked', 'failed', 'unavailable', 'settled', 'empty'] as const),
] as const satisfies readonly CaptureState[];
export type AskedState = (typeof askedStates)[number];

export type MeetingsQuestion = AttentionScope & {
  /** Ids of the Zoom accounts to look at. */
  readonly accounts: readonly string[];
  /** Meetings with a capture in this state. @default all */
  readonly state?: AskedState | undefined;
  /** At most so many; 1 or more. */
  readonly limit: number;
};

/** Index entries that are read at most for meetings of some days: the index does not know when they ended. */
const mostEntries = 10_000;
/** Meetings that are read at once. */
const atOnce = 25;

/**
 * The meetings that ended last, newest first, of these accounts, days and state. A state that the index has is asked of
 * it, so that few among many cost little; what is done is picked out of the meetings as they ended.
 */
export async function* newestMeetings(question: MeetingsQuestion, store: Store): AsyncGenerator<StoredMeeting> {
  const { accounts, ended, state, limit } = question;
  const reader = createMeetingReader(store);
  const span = ended && readTimeSpan(ended);
  if (state === undefined) return yield* reader.newest({ accounts, ended: span, limit });
  if (isIndexed(state)) return yield* await indexedMeetings({ ...question, state }, store);
  let found = 0;
  for await (const stored of reader.newest({ accounts, ended: span, limit: Number.MAX_SAFE_INTEGER })) {
    if (!isInState(stored, state)) continue;
    yield stored;
    found += 1;
    if (found === limit) return;
  }
}

const isIndexed = (state: AskedState): state is Exclude<AskedState, 'settled' | 'empty'> =>
  !isFinal(state) || state === 'failed' || state === 'unavailable';

const isInState = ({ captures }: StoredMeeting, state: CaptureState): boolean =>
  Object.values(captures).some((capture) => capture.state === state);

/** What is due last is mostly of the newest meetings. */
async function indexedMeetings(
  { state, accounts, ended, limit }: MeetingsQuestion & { readonly state: IndexedState },
  store: Store,
): Promise<StoredMeeting[]> {
  const span = ended && readTimeSpan(ended);
  const reader = createMeetingReader(store);
  const found: StoredMeeting[] = [];
  const seen = new Set<string>();
  let next: string[] = [];
  const read = async () => {
    for (const stored of (await reader.findAll(next)).values()) {
      const { endedAt } = stored.meeting;
      const isWithin = span === undefined || (span.from <= endedAt && endedAt <= span.to);
      if (isWithin && isInState(stored, state)) found.push(stored);
    }
    next = [];
  };
  for await (const { uuid } of capturesInState({ state, accounts, lastFirst: true, most: mostEntries }, store)) {
    if (seen.has(uuid)) continue;
    seen.add(uuid);
    next.push(uuid);
    if (next.length === Math.min(atOnce, limit)) await read();
    if (found.length >= limit) break;
  }
  await read();
  return found.sort((a, b) => (a.meeting.endedAt < b.meeting.endedAt ? 1 : -1)).slice(0, limit);
}
