import type { QosSampleForm } from '../../domain/quality/qos-samples.ts';
import { ProductError } from '../../runtime/errors.ts';
import type { Item } from '../item.ts';
import { isPackedEncoding } from './packed-dictionaries.ts';
import { packedEncoding, packSamples } from './packed-samples.ts';
import { decodeSamples } from './qos-samples.ts';
import { encodeSamples } from './sample-columns.ts';
import { unpackSamples } from './unpack-samples.ts';

/** What a session's items bear of its samples: attributes, and those whose values are texts of DynamoDB's JSON already. */
type Bears = { readonly attributes: Item; readonly texts?: Readonly<Record<string, string>> };

type EncodedSamples = {
  /** Beside the session's own fields. */
  readonly head: Bears;
  /** An item of samples each, in order. */
  readonly items: readonly Bears[];
  /** Equal for two lists of samples exactly when they are equal. */
  readonly text: string;
  /** A sample alone would be larger than an item, or than a reader takes. */
  readonly isTooLarge: boolean;
};

/** In place of an encoding: the stage keeps no samples. */
const notKept = 'none';
/** Well under the 400 KB of an item, as the session's own fields and its packed samples are sent. */
const mostHeadBytes = 300_000;
/** The same of an item of samples; a list of samples is parted well before it, but one sample cannot be. */
const mostItemBytes = 380_000;
/** Of a part before it was compressed. */
const mostContentBytes = 4_000_000;

/** A session's samples as its items keep them. `headBytes`: about how large the session's item is without them. */
export function encodeSampleItems(samples: readonly unknown[], form: QosSampleForm, headBytes: number): EncodedSamples {
  if (form === 'readable') return readableItems(samples);
  const parts = packSamples(samples);
  const text = parts.map(({ content }) => content.toString('latin1')).join();
  const sampleCount = { N: String(samples.length) };
  if (form === 'summary') {
    const attributes = { sampleCount, samplesEncoding: { S: notKept } };
    return { head: { attributes }, items: [], text, isTooLarge: false };
  }
  const isTooLarge = parts.some(
    ({ bytes, content }) => bytes.length > mostItemBytes || content.length > mostContentBytes,
  );
  const packed = parts.map(({ bytes }) => {
    return { attributes: { samplesEncoding: { S: packedEncoding }, samples: { B: bytes } } };
  });
  const [only, ...more] = packed;
  if (only && more.length === 0 && headBytes + only.attributes.samples.B.length < mostHeadBytes) {
    return { head: { attributes: only.attributes }, items: [], text, isTooLarge };
  }
  const attributes = { sampleCount, sampleItems: { N: String(packed.length) } };
  return { head: { attributes }, items: packed, text, isTooLarge };
}

function readableItems(samples: readonly unknown[]): EncodedSamples {
  const chunks = encodeSamples(samples);
  const items = chunks.map(({ count, columns, verbatim }) => ({
    attributes: { count: { N: String(count) }, ...(verbatim !== undefined && { verbatim: { S: verbatim } }) },
    texts: { samples: `{"M":${columns}}` },
  }));
  return {
    head: { attributes: { sampleItems: { N: String(chunks.length) } } },
    items,
    // The columns stand for the samples one to one, and are a tenth of their length.
    text: chunks.map(({ columns, verbatim }) => columns + JSON.stringify(verbatim ?? null)).join(),
    isTooLarge: chunks.some(
      ({ count, columns, verbatim = '' }) => count === 1 && Buffer.byteLength(columns + verbatim) > mostItemBytes,
    ),
  };
}

/** How many items of samples stand beside a session's own. */
export const sampleItemCount = (head: Item): number => Number(head.sampleItems?.N ?? 0);

/** How many samples Zoom sent with a session of which none were kept; undefined for any other. */
export const samplesNotKept = (head: Item): number | undefined =>
  head.samplesEncoding?.S === notKept ? Number(head.sampleCount?.N ?? 0) : undefined;

/** Whether a session's samples stand in its own item, and not in items beside it. */
export const hasSamplesInside = ({ samplesEncoding, sampleItems }: Item): boolean =>
  samplesEncoding !== undefined && samplesEncoding.S !== notKept && sampleItems === undefined;

/** Samples that cannot be read. The message names the item. */
export class DamagedSamplesError extends ProductError {
  override readonly name = 'DamagedSamplesError';
  override readonly retry = 'no';

  constructor({ pk, sk }: Item, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(`The samples of item ${sk?.S} of meeting ${pk?.S} cannot be read: ${why}`, { cause });
  }
}

/**
 * The samples that {@link encodeSampleItems} was given, in whatever form and mix of versions they are stored; undefined where the
 * item had none, or they were not kept.
 * @throws DamagedSamplesError
 */
export function samplesOf(head: Item, items: readonly Item[]): unknown[] | undefined {
  if (hasSamplesInside(head)) return readItem(head);
  return head.sampleItems === undefined ? undefined : items.flatMap(readItem);
}

function readItem(item: Item): unknown[] {
  try {
    const { samplesEncoding: encoding, samples, count, verbatim } = item;
    if (encoding === undefined) {
      const odd = verbatim?.S === undefined ? {} : { verbatim: verbatim.S };
      return decodeSamples({ count: Number(count?.N ?? 0), columns: samples?.M ?? {}, ...odd });
    }
    if (!isPackedEncoding(encoding.S)) throw new TypeError(`Nothing here reads the encoding "${encoding.S}".`);
    if (!samples?.B) throw new TypeError('It has no binary value.');
    return unpackSamples(samples.B, encoding.S);
  } catch (error) {
    throw new DamagedSamplesError(item, error);
  }
}
