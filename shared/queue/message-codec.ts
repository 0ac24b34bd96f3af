import * as z from 'zod/mini';
import { type CaptureMessage, reasons } from '../domain/capture/capture-message.ts';
import { kinds, listTypes } from '../domain/meeting/kind.ts';
import { ProductError } from '../runtime/errors.ts';

/** A message that no later delivery will make readable: it belongs in the dead-letter queue. */
export class MalformedMessageError extends ProductError {
  override readonly name = 'MalformedMessageError';
  override readonly retry = 'no';
}

const text = z.string().check(z.minLength(1));
const instant = z.string().check(z.refine((value) => !Number.isNaN(Date.parse(value)), 'no instant'));

const captureMessage = z.object({
  v: z.literal(1),
  account: text,
  kind: z.enum(kinds),
  uuid: text,
  meetingId: text,
  topic: z.exactOptional(z.string()),
  hostId: z.exactOptional(z.string()),
  startTime: z.exactOptional(z.string()),
  endTime: instant,
  timezone: z.exactOptional(z.string()),
  type: z.exactOptional(z.number()),
  datasets: z.exactOptional(z.array(z.string())),
  reason: z.enum(reasons),
  sequence: z.int().check(z.minimum(0)),
  notBefore: instant,
  listType: z.exactOptional(z.enum(listTypes)),
});

/**
 * The body of a queue message: JSON in plain ASCII. SQS refuses some control characters and its stand-ins refuse
 * emoji, so whatever is not ASCII is escaped.
 */
export function encodeMessage(message: CaptureMessage): string {
  return JSON.stringify(message).replace(/[\u007f-\uffff]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/**
 * Reads a queue message. Fields it does not know are left out, so that a newer sender can add some.
 * @throws MalformedMessageError naming each wrong field and none of its contents.
 */
export function decodeMessage(body: string): CaptureMessage {
  const result = captureMessage.safeParse(withSequence(parse(body)));
  if (result.success) return result.data;
  const faults = result.error.issues.map(({ path, message }) => `${String(path[0] ?? 'message')}: ${message}`);
  throw new MalformedMessageError(`The message is not a capture's: ${faults.join('; ')}.`);
}

/** The message, or what is wrong with it: for whoever goes through many. */
export function messageOrFault(body: string): CaptureMessage | MalformedMessageError {
  try {
    return decodeMessage(body);
  } catch (error) {
    if (error instanceof MalformedMessageError) return error;
    throw error;
  }
}

/** Version 0.1.0 numbered the polls that its messages stood for, from 1. Read for as long as one can be in a queue. */
function withSequence(message: unknown): unknown {
  const { look, ...rest }: Record<string, unknown> = Object(message);
  return typeof look === 'number' ? { sequence: look - 1, ...rest } : message;
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // The parser's own error quotes the text, which may name people.
    throw new MalformedMessageError('The message is not JSON.');
  }
}
