import type { EndedMeeting } from '../../domain/meeting/ended-meeting.ts';
import type { Kind } from '../../domain/meeting/kind.ts';
import { unknownMeetingId } from '../../domain/meeting/meeting-id.ts';
import { wholeNumber } from '../../domain/row/exact-json.ts';
import type { Row } from '../../domain/row/row.ts';
import { endTimeFrom, startTimeFrom, type ToldTimes } from './webhook-end-time.ts';

/** An ended meeting before it is known whose credentials may ask for it. */
export type UnroutedMeeting = Omit<EndedMeeting, 'account'>;

// Bounds, in characters, so that no event outgrows a queue message or a key. Zoom's own values are far below.
const longestUuid = 200;
const longestTopic = 1_000;
const longestName = 200;

/** The fields of a meeting under the names that events have, and the times that tell of its end. */
export type ToldMeeting = Omit<ToldTimes, 'start'> & { readonly object: Row };

/**
 * Reads what Zoom told of an ended meeting. Only the UUID must be right, since everything is asked for by it; any other
 * field that is odd is cut, replaced or left out.
 * @returns undefined without a usable UUID.
 */
export function endedMeetingFrom(
  kind: Kind,
  { object, ...times }: ToldMeeting,
  now: Date,
): UnroutedMeeting | undefined {
  const { uuid, start_time: start } = object;
  if (typeof uuid !== 'string' || uuid === '' || uuid.length > longestUuid || !uuid.isWellFormed()) return undefined;
  return {
    kind,
    uuid,
    meetingId: meetingIdFrom(object.id),
    endTime: endTimeFrom({ ...times, start }, now),
    ...optional('topic', shortText(object.topic, longestTopic)),
    ...optional('hostId', shortText(object.host_id, longestName)),
    ...optional('startTime', startTimeFrom(start, now)),
    ...optional('timezone', shortText(object.timezone, longestName)),
    ...optional('type', wholeNumber(object.type)),
  };
}

/** Text cut to so many UTF-16 units, never inside a character. Undefined for what is no text. */
function shortText(value: unknown, length: number): string | undefined {
  if (typeof value !== 'string') return undefined;
  const cut = value.slice(0, length);
  const endsInHalf = cut.length < value.length && /[\ud800-\udbff]$/.test(cut);
  return (endsInHalf ? cut.slice(0, -1) : cut).toWellFormed();
}

/** A string in events as documented; a number, of any length, elsewhere. Never blank: an index is keyed by it. */
function meetingIdFrom(id: unknown): string {
  const text = typeof id === 'number' || JSON.isRawJSON(id) ? JSON.stringify(id) : shortText(id, longestName);
  return text?.slice(0, longestName).trim() || unknownMeetingId;
}

const optional = <Name extends string, Value>(name: Name, value: Value | undefined) =>
  (value === undefined ? {} : { [name]: value }) as { readonly [key in Name]?: Value };
