import * as z from 'zod/mini';
import { knownDatasets } from '../domain/dataset.ts';
import { ProductError } from '../runtime/errors.ts';

/** A message that no later delivery will make readable: it belongs in the dead-letter queue. */
export class MalformedNewsError extends ProductError {
  override readonly name = 'MalformedNewsError';
  override readonly retry = 'no';
}

const count = z.int().check(z.minimum(0));
const captureChanged = z.object({
  v: z.literal(1),
  about: z.literal('capture'),
  uuid: z.string(),
  dataset: z.enum(knownDatasets),
  /** What is captured of the account's meetings; absent where its secret cannot be read: then what is stored counts. */
  datasets: z.exactOptional(z.array(z.enum(knownDatasets))),
});
const personErased = z.object({
  v: z.literal(1),
  about: z.literal('erasure'),
  /** Names the erasure, as on its receipt, and nobody. */
  receipt: z.string(),
  erasedAt: z.string(),
  rows: z.record(z.string(), count),
  meetings: count,
});
const newsMessage = z.discriminatedUnion('about', [captureChanged, personErased]);

/**
 * A message in the queue of news. Of a capture it says that there is something to tell, and not what: the function that
 * works it reads the store, so that news are never older than that, and never of what it does not say.
 */
export type NewsMessage = z.output<typeof newsMessage>;
export type CaptureChanged = z.output<typeof captureChanged>;
export type PersonErased = z.output<typeof personErased>;

/** @throws MalformedNewsError naming no contents */
export function decodeNews(body: string): NewsMessage {
  try {
    return newsMessage.parse(JSON.parse(body));
  } catch {
    throw new MalformedNewsError('The message is not of news.');
  }
}
