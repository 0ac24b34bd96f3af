import type { Kind } from '../../domain/meeting/kind.ts';
import { isRow, parseExact } from '../../domain/row/exact-json.ts';
import { ProductError } from '../../runtime/errors.ts';
import { endedMeetingFrom, type UnroutedMeeting } from './webhook-ended-meeting.ts';

/** A genuine request whose body is not what Zoom documents. */
export class MalformedEventError extends ProductError {
  override readonly name = 'MalformedEventError';
  override readonly retry = 'no';
}

export type WebhookEvent =
  | { readonly type: 'url-validation'; readonly plainToken: string }
  | { readonly type: 'ended'; readonly accountId: string | undefined; readonly meeting: UnroutedMeeting }
  /** Not ours, or the practice session of a webinar: `event` is Zoom's name for it. */
  | { readonly type: 'ignored'; readonly event: string };

/**
 * Zoom's are 22 letters of base64. It is answered with its keyed hash, by the key that events are signed with: what could be
 * such an event (`v0:…:…`) is no token.
 */
const plainTokenForm = /^[\w.~+/=-]{1,128}$/;

const endedKinds: ReadonlyMap<string, Kind> = new Map([
  ['meeting.ended', 'meeting'],
  ['webinar.ended', 'webinar'],
]);

/**
 * Reads the body of a request whose signature is right.
 * @throws MalformedEventError, with none of the body's contents
 * @see https://developers.zoom.us/docs/api/meetings/events/
 */
export function decodeWebhookEvent(rawBody: Uint8Array, now: Date): WebhookEvent {
  const body = parse(rawBody);
  if (!isRow(body)) throw new MalformedEventError('The body is no object.');
  const { event, payload } = body;
  if (typeof event !== 'string') throw new MalformedEventError('event is no text.');

  const kind = endedKinds.get(event);
  if (kind === undefined && event !== 'endpoint.url_validation') return { type: 'ignored', event };
  if (!isRow(payload)) throw new MalformedEventError('payload is no object.');

  if (kind === undefined) {
    const { plainToken } = payload;
    if (typeof plainToken !== 'string' || !plainTokenForm.test(plainToken)) {
      throw new MalformedEventError('plainToken is no token.');
    }
    return { type: 'url-validation', plainToken };
  }

  const { account_id: accountId, object } = payload;
  if (!isRow(object)) throw new MalformedEventError('payload.object is no object.');
  if (kind === 'webinar' && object.practice_session === true) return { type: 'ignored', event };
  const meeting = endedMeetingFrom(kind, { object, ends: [object.end_time], eventTs: body.event_ts }, now);
  if (meeting === undefined) throw new MalformedEventError('payload.object.uuid is no UUID.');
  return { type: 'ended', accountId: typeof accountId === 'string' ? accountId : undefined, meeting };
}

function parse(rawBody: Uint8Array): unknown {
  try {
    return parseExact(new TextDecoder('utf-8', { fatal: true }).decode(rawBody));
  } catch {
    // The parser's own error quotes the body.
    throw new MalformedEventError('The body is not JSON in UTF-8.');
  }
}
