import type { CaptureState } from '../domain/capture.ts';
import { type Dataset, isDataset } from '../domain/dataset.ts';
import type { MeetingRecord } from '../dynamo/meetings/meeting-item.ts';
import { captureIndexes } from '../dynamo/schema.ts';
import { meetingsByUuid } from './meetings-by-uuid.ts';
import type { Page, Paging } from './pages.ts';
import { queryPages } from './query-pages.ts';
import type { Store } from './store.ts';

/** What is settled or rightly empty has left the index; a snapshot is no capture. */
export type OpenState = Exclude<CaptureState, 'settled' | 'empty' | 'live'>;

export type OpenCaptures = Paging & { readonly state: OpenState };

export type OpenCapture = {
  readonly meeting: MeetingRecord;
  readonly dataset: Dataset;
  readonly state: OpenState;
  /** When it is worked on next, when its worker's lease ends, or since when it is known; ISO 8601. */
  readonly dueAt: string;
};

/**
 * Captures in a state, of all accounts, what is due first first. The capture's own item, with its last error, is with
 * `findMeeting`.
 *
 * Index `by-state`, eventually consistent: half a read unit per 25 captures; and a read unit per meeting.
 * @throws CursorError
 */
export function openCaptures(wanted: OpenCaptures, store: Store): AsyncGenerator<Page<OpenCapture>> {
  const { state } = wanted;
  const index = captureIndexes.byState;
  return queryPages<OpenCapture>(
    {
      name: state,
      index,
      input: {
        KeyConditionExpression: '#state = :state',
        ExpressionAttributeNames: { '#state': index.partitionKey },
        ExpressionAttributeValues: { ':state': { S: state } },
      },
      async answer(items) {
        const meetings = await meetingsByUuid(new Set(items.map(({ pk }) => pk?.S ?? '')), store);
        return items.map(({ pk, dataset, dueAt }) => {
          const meeting = meetings.get(pk?.S ?? '');
          const of = dataset?.S ?? '';
          return meeting && isDataset(of) ? { meeting, dataset: of, state, dueAt: dueAt?.S ?? '' } : undefined;
        });
      },
    },
    wanted,
    store,
  );
}
