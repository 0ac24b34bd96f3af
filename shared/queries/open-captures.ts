import type { CaptureState } from '../domain/capture/capture.ts';
import { type Dataset, isDataset } from '../domain/dataset.ts';
import type { MeetingRecord } from '../dynamo/meetings/meeting-item.ts';
import { captureIndexes } from '../dynamo/schema.ts';
import type { Store } from '../dynamo/store.ts';
import { getMeetings } from './items-by-key.ts';
import { type PagedQuery, type Paging, type QueryPage, queryPages } from './paging.ts';

/** What is settled or rightly empty has left the index; a snapshot is no capture. */
type OpenState = Exclude<CaptureState, 'settled' | 'empty' | 'live'>;

export type OpenCapturesQuery = Paging & { readonly state: OpenState };

export type OpenCapture = {
  readonly meeting: MeetingRecord;
  readonly dataset: Dataset;
  readonly state: OpenState;
  /** When it is worked on next, when its worker's lease ends, or since when it is known; ISO 8601. */
  readonly dueAt: string;
};

/**
 * Captures in a state, of all accounts, what is due first at the head. The capture's own item, with its last error, is with
 * `findMeeting`.
 *
 * Index `by-state`, eventually consistent: half a read unit per 25 captures; and a read unit per meeting.
 * @throws CursorError
 */
export function openCaptures(query: OpenCapturesQuery, store: Store): AsyncGenerator<QueryPage<OpenCapture>> {
  const { state } = query;
  const index = captureIndexes.byState;
  const answer: PagedQuery<OpenCapture>['answer'] = async (items) => {
    const meetings = await getMeetings(new Set(items.map(({ pk }) => pk?.S ?? '')), store);
    return items.map((item) => {
      const meeting = meetings.get(item.pk?.S ?? '');
      const dataset = item.dataset?.S ?? '';
      return meeting && isDataset(dataset) ? { meeting, dataset, state, dueAt: item.dueAt?.S ?? '' } : undefined;
    });
  };
  return queryPages(
    {
      name: state,
      index,
      input: {
        KeyConditionExpression: '#state = :state',
        ExpressionAttributeNames: { '#state': index.partitionKey },
        ExpressionAttributeValues: { ':state': { S: state } },
      },
      answer,
    },
    query,
    store,
  );
}
