import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { type Reason, reasons } from '../../domain/capture/capture-message.ts';
import { kinds } from '../../domain/meeting/kind.ts';
import { type ListedRow, listSources, type MeetingWithRow } from '../../domain/meeting/listed-row.ts';
import type { Item } from '../item.ts';
import { fromAttribute, toAttribute } from '../rows/attribute-values.ts';
import { decodeRow, encodeRow } from '../rows/exact-row.ts';
import { entities, sortKeys } from '../schema.ts';

/** The meeting item: what the meeting was. `endedAt` is `endTime` in one spelling, for the indexes. */
export type MeetingRecord = MeetingWithRow & {
  readonly endedAt: string;
  readonly registeredAt: string;
  readonly reason: Reason;
};

const optional = z.exactOptional;
const meetingItem = z.object({
  account: z.string(),
  kind: z.enum(kinds),
  uuid: z.string(),
  meetingId: z.string(),
  topic: optional(z.string()),
  hostId: optional(z.string()),
  startTime: optional(z.string()),
  endTime: z.string(),
  timezone: optional(z.string()),
  type: optional(z.number()),
  datasets: optional(z.array(z.string())),
  endedAt: z.string(),
  registeredAt: z.string(),
  reason: z.enum(reasons),
});

export function encodeMeeting(meeting: MeetingRecord, expiresAt: number | undefined): Item {
  // A key of an index must not be blank.
  const { meetingId, listed, ...rest } = meeting;
  const fields = toAttribute({
    pk: meeting.uuid,
    sk: sortKeys.meeting,
    entity: entities.meeting,
    ...rest,
    ...(meetingId !== '' && { meetingId }),
    ...(expiresAt !== undefined && { expiresAt }),
  });
  if (!fields?.M) throw new TypeError(`The meeting ${meeting.uuid} has a value that DynamoDB cannot hold.`);
  return { ...fields.M, ...(listed && encodeListed(listed)) };
}

/** @throws when the item was not written by {@link encodeMeeting}. */
export function decodeMeeting({ listed, listedBy, ...item }: Item): MeetingRecord {
  const meeting = meetingItem.parse({ meetingId: '', ...Object(fromAttribute({ M: item })) });
  const row = decodeListed({ listed, listedBy });
  return row ? { ...meeting, listed: row } : meeting;
}

/** The attributes of a meeting's item that keep its row in Zoom's list. */
export const encodeListed = ({ source, row }: ListedRow) => ({
  listed: { M: encodeRow(row) },
  listedBy: { S: source },
});

type ListedAttributes = { readonly listed: AttributeValue | undefined; readonly listedBy: AttributeValue | undefined };

/** Undefined where the item has none. */
export function decodeListed({ listed, listedBy }: ListedAttributes): ListedRow | undefined {
  const source = listSources.find((one) => one === listedBy?.S);
  return source && listed?.M && { source, row: decodeRow(listed.M) };
}
