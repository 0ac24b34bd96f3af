/**
 * Keys and indexes of both tables: the one place that the stack, the store and the documents take them from.
 *
 * `Captures` is what users read. One meeting is one partition:
 *
 *     pk = <uuid>   sk = meeting                                  what it was
 *                   sk = capture#<dataset>                        how far its capture is
 *                   sk = participants#<join>#<user>#<hash>#<n>    one row, as Zoom sent it
 *                   sk = report#…                                 likewise
 *                   sk = qos#…                                    one session, its samples packed in one attribute
 *                   sk = qos-samples#…#<chunk>                    its samples where they do not fit, or stay readable
 *
 * and `pk = accounts, sk = <account id>` names each Zoom account that has meetings here.
 *
 * `Control` is what users have no business with: the rate budget and the shared token of each Zoom account,
 * how far its sweep and its backfill are.
 */
export type IndexSchema = {
  /** Named for the question it answers. */
  readonly name: string;
  readonly partitionKey: string;
  readonly sortKey: string;
  /** Attributes beside the keys; everything when absent. */
  readonly include?: readonly string[];
};

export const tableKeys = { partitionKey: 'pk', sortKey: 'sk' } as const;

/** DynamoDB deletes an item some time after this instant, in epoch seconds. */
export const timeToLiveAttribute = 'expiresAt';

export const captureIndexes = {
  /** Meetings of a Zoom account by the time they ended: a day, a range, the newest first. Meeting items only. */
  byAccountDay: { name: 'by-account-day', partitionKey: 'account', sortKey: 'endedAt' },
  /** The instances of a recurring meeting, by the time they ended. Meeting items only. */
  byMeetingId: { name: 'by-meeting-id', partitionKey: 'meetingId', sortKey: 'endedAt' },
  /**
   * Captures that are not settled, by state and by when they are due; snapshots of running meetings under `live`. Sparse: a
   * settled capture has no `openState`.
   */
  byState: {
    name: 'by-state',
    partitionKey: 'openState',
    sortKey: 'dueAt',
    include: ['uuid', 'dataset', 'account', timeToLiveAttribute],
  },
  /**
   * A person's stays, by the time of joining: report rows by address, participant rows by Zoom user id, each by the other
   * where it is blank. Sparse: guests without both are not there.
   */
  byPerson: {
    name: 'by-person',
    partitionKey: 'person',
    sortKey: 'joinedAt',
    include: [
      ...['join_time', 'leave_time', 'status', 'bo_mtg_id', 'duration', 'user_id', 'participant_uuid'],
      ...['id', 'participant_user_id', 'email', 'user_email', timeToLiveAttribute],
    ],
  },
  /**
   * QoS sessions of an account's meetings that ended on a day, the worst last. Sparse: sessions with a bad minute only.
   * Nothing personal stands in it but the user id within `sk`.
   */
  byQuality: {
    name: 'by-quality',
    partitionKey: 'qualityDay',
    sortKey: 'qualityRank',
    include: ['summary', timeToLiveAttribute],
  },
} as const satisfies Record<string, IndexSchema>;

/**
 * Every attribute of a row's item that is ours and not Zoom's. A field of Zoom's that bears one of these names is kept
 * in `verbatim`, so a name may be added here but never taken away.
 */
export const ownAttributes: ReadonlySet<string> = new Set([
  ...Object.values(tableKeys),
  timeToLiveAttribute,
  ...Object.values(captureIndexes).flatMap(({ partitionKey, sortKey }) => [partitionKey, sortKey]),
  'entity',
  'run',
  'page',
  'verbatim',
  'tooLarge',
  'sampleItems',
  'samples',
  'samplesEncoding',
  'sampleCount',
  'summary',
  'badMinutes',
  'person',
  'joinedAt',
  'qualityDay',
  'qualityRank',
]);

export const entities = {
  account: 'account',
  meeting: 'meeting',
  capture: 'capture',
  /** A mark in place of a meeting's and its captures' items. */
  forgotten: 'forgotten',
  samples: 'qos-samples',
} as const;

/** The partition that lists the Zoom accounts: `sk` is the account's id. No UUID of Zoom's: those are 24 characters. */
export const accountsPartition = 'accounts';

/** Before the key of the session that the samples belong to. */
export const samplePrefix = 'qos-samples#';

/** Sort keys: one partition per meeting, so a prefix is a question. */
export const sortKeys = {
  meeting: 'meeting',
  capture: (dataset: string) => `capture#${dataset}`,
  row: (dataset: string, key: string) => `${dataset}#${key}`,
  samples: (key: string, chunk: number) => `${samplePrefix}${key}#${String(chunk).padStart(4, '0')}`,
} as const;

/** What the sort keys of a dataset's rows begin with. */
export const rowPrefix = (dataset: string): string => sortKeys.row(dataset, '');

/** Above every sort key of samples and below what sorts after them: samples are large, and this reads past them. */
export const afterSamples = `${samplePrefix.slice(0, -1)}$`;
