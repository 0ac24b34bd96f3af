import type { Kind } from '../domain/dataset.ts';
import type { EndedMeeting } from '../domain/ended-meeting.ts';
import type { Row } from '../domain/row.ts';
import { endTimeFrom, isoTimeFrom } from './webhook-end-time.ts';

/** An ended meeting before it is known whose credentials may ask for it. */
export type UnroutedMeeting = Omit<EndedMeeting, 'account'>;

// Bounds, in characters, so that no event outgrows a queue message or a key. Zoom's own values are far below.
const longestUuid = 200;
const longestTopic = 1_000;
const longestName = 200;

/**
 * Reads the `object` of an event. Only the UUID must be right, since everything is asked for by it; any other field
 * that is odd is cut, replaced or left out.
 * @returns undefined without a usable UUID.
 */
export function endedMeetingFrom(kind: Kind, object: Row, eventTs: unknown, now: Date): UnroutedMeeting | undefined {
  const { uuid } = object;
  if (typeof uuid !== 'string' || uuid === '' || uuid.length > longestUuid || !uuid.isWellFormed()) return undefined;
  return {
    kind,
    uuid,
    meetingId: meetingIdFrom(object.id),
    endTime: endTimeFrom(object.end_time, eventTs, now),
    ...optional('topic', shortText(object.topic, longestTopic)),
    ...optional('hostId', shortText(object.host_id, longestName)),
    ...optional('startTime', isoTimeFrom(object.start_time)),
    ...optional('timezone', shortText(object.timezone, longestName)),
    ...optional('type', Number.isSafeInteger(object.type) ? Number(object.type) : undefined),
  };
}

/** Text cut to so many UTF-16 units, never inside a character. Undefined for what is no text. */
export function shortText(value: unknown, length: number): string | undefined {
  if (typeof value !== 'string') return undefined;
  const cut = value.slice(0, length);
  const endsInHalf = cut.length < value.length && /[\ud800-\udbff]$/.test(cut);
  return (endsInHalf ? cut.slice(0, -1) : cut).toWellFormed();
}

/** A string in events as documented; a number, of any length, elsewhere. Never blank: an index is keyed by it. */
function meetingIdFrom(id: unknown): string {
  const text = typeof id === 'number' || JSON.isRawJSON(id) ? JSON.stringify(id) : shortText(id, longestName);
  return text?.slice(0, longestName).trim() || 'unknown';
}

const optional = <Name extends string, Value>(name: Name, value: Value | undefined) =>
  (value === undefined ? {} : { [name]: value }) as { readonly [key in Name]?: Value };
