import * as z from 'zod/mini';
import { type Reason, reasons } from '../../domain/capture/capture-message.ts';
import type { EndedMeeting } from '../../domain/ended-meeting.ts';
import { kinds } from '../../domain/kind.ts';
import type { Item } from '../item.ts';
import { fromAttribute, toAttribute } from '../rows/attribute-values.ts';
import { entities, sortKeys } from '../schema.ts';

/** The meeting item: what the meeting was. `endedAt` is `endTime` in one spelling, for the indexes. */
export type MeetingRecord = EndedMeeting & {
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
  endedAt: z.string(),
  registeredAt: z.string(),
  reason: z.enum(reasons),
});

export function encodeMeeting(meeting: MeetingRecord, expiresAt: number | undefined): Item {
  // A key of an index must not be blank.
  const { meetingId, ...rest } = meeting;
  const fields = toAttribute({
    pk: meeting.uuid,
    sk: sortKeys.meeting,
    entity: entities.meeting,
    ...rest,
    ...(meetingId !== '' && { meetingId }),
    ...(expiresAt !== undefined && { expiresAt }),
  });
  if (!fields?.M) throw new TypeError(`The meeting ${meeting.uuid} has a value that DynamoDB cannot hold.`);
  return fields.M;
}

/** @throws when the item was not written by {@link encodeMeeting}. */
export function decodeMeeting(item: Item): MeetingRecord {
  return meetingItem.parse({ meetingId: '', ...Object(fromAttribute({ M: item })) });
}
