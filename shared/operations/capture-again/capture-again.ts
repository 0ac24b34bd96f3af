import type { CaptureState } from '../../domain/capture/capture.ts';
import type { CaptureMessage } from '../../domain/capture/capture-message.ts';
import { type Dataset, datasets, hasListType, knownDatasets, pastOneDatasets } from '../../domain/dataset.ts';
import type { ListType } from '../../domain/meeting/kind.ts';
import { omit } from '../../domain/omit.ts';
import type { MeetingRecord } from '../../dynamo/meetings/meeting-item.ts';
import { createMeetingReader, type StoredMeeting } from '../../dynamo/meetings/meeting-reader.ts';
import type { Store } from '../../dynamo/store.ts';
import { meetingInstances } from '../../queries/meetings.ts';

import { itemsOf } from '../../queries/paging.ts';

export type EndedListType = Exclude<ListType, 'live'>;

export type CaptureAgainRequest = {
  /** A UUID as Zoom writes it, or a meeting id. */
  readonly id: string;
  /** @default the participants with `pastOne`, else those that the meeting has, else all */
  readonly datasets?: readonly Dataset[] | undefined;
  /** Zoom's `type` to ask with. @default `past`, and `pastOne` where that has no participants */
  readonly listType?: EndedListType | undefined;
  /** Of a meeting id that several meetings had: all of them. */
  readonly allInstances: boolean;
};

export type CaptureAgainDependencies = {
  readonly store: Store;
  readonly send: (dataset: Dataset, message: CaptureMessage) => Promise<void>;
  /** Epoch ms. */
  readonly now: () => number;
};

export type CaptureAgainResult =
  | { readonly kind: 'queued'; readonly polls: readonly QueuedPoll[] }
  /** A UUID, or text, that the store has never heard of. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'unknown-meeting-id' }
  /** One of these has to be chosen; nothing was queued. */
  | { readonly kind: 'several-instances'; readonly instances: readonly MeetingRecord[] }
  /** Only the participants' list of a meeting has the type `pastOne`; nothing was queued. */
  | { readonly kind: 'no-such-list' };

/** A poll that was queued, and how far its capture was; `running` of a meeting that runs. */
export type QueuedPoll = {
  /** `endTime` of a meeting that runs is now. */
  readonly meeting: Pick<MeetingRecord, 'uuid' | 'topic' | 'endTime'> & Partial<Pick<MeetingRecord, 'account'>>;
  readonly dataset: Dataset;
  /** The number of the poll. */
  readonly poll: number;
  readonly before: CaptureState | 'unregistered';
};

/**
 * Queues one more poll of what the store knows under a UUID or meeting id, to be made at once, whatever was planned: what it
 * finds replaces what is stored. Asked for twice it is made once.
 */
export async function captureAgain(
  { id, allInstances, ...wanted }: CaptureAgainRequest,
  { store, send, now }: CaptureAgainDependencies,
): Promise<CaptureAgainResult> {
  const reader = createMeetingReader(store);
  const one = await reader.find(id);
  const isMeetingId = /^\d+$/.test(id);
  const instances =
    one || !isMeetingId ? [] : await Array.fromAsync(itemsOf(meetingInstances({ meetingId: id }, store)));
  if (instances.length > 1 && !allInstances) return { kind: 'several-instances', instances };
  const found = one ? [one] : [...(await reader.findAll(instances.map(({ uuid }) => uuid))).values()];
  if (found.length === 0) return { kind: isMeetingId ? 'unknown-meeting-id' : 'unknown' };
  if (wanted.listType === 'pastOne' && !found.every((stored) => hasPastOne(stored, wanted.datasets))) {
    return { kind: 'no-such-list' };
  }
  const polls: QueuedPoll[] = [];
  for (const stored of found) {
    const { meeting, captures } = stored;
    for (const dataset of wanted.datasets ?? usualDatasets(stored, wanted.listType)) {
      const poll = (captures[dataset]?.polls ?? 0) + 1;
      await send(dataset, {
        v: 1,
        ...omit(meeting, 'endedAt', 'registeredAt', 'listed'),
        reason: 'demand',
        sequence: captures[dataset]?.sequence ?? 0,
        notBefore: new Date(now()).toISOString(),
        ...(wanted.listType && { listType: wanted.listType }),
      });
      polls.push({ meeting, dataset, poll, before: captures[dataset]?.state ?? 'unregistered' });
    }
  }
  return { kind: 'queued', polls };
}

function usualDatasets({ captures }: StoredMeeting, listType: EndedListType | undefined): readonly Dataset[] {
  if (listType === 'pastOne') return pastOneDatasets;
  const known = knownDatasets.filter((dataset) => captures[dataset] !== undefined);
  return known.length > 0 ? known : datasets;
}

const hasPastOne = ({ meeting }: StoredMeeting, wanted: readonly Dataset[] = pastOneDatasets): boolean =>
  wanted.every((dataset) => hasListType(dataset, meeting.kind, 'pastOne'));
