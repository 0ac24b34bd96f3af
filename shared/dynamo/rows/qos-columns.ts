import { type EncodedChunk, startChunk } from './column-chunk.ts';

/** Well under DynamoDB's 400 KB an item, names and our own attributes included. */
const chunkBytes = 300_000;

/**
 * Zoom's `user_qos` in columns, in chunks that each fit one item. Lossless: `decodeSamples` gives back every sample,
 * value for value. A sample that is no object of values and groups of values is kept as its text.
 */
export function encodeSamples(samples: readonly unknown[]): EncodedChunk[] {
  const chunks: EncodedChunk[] = [];
  let chunk = startChunk();
  for (const sample of samples) {
    chunk.read(sample);
    if (chunk.count > 0 && chunk.bytes > chunkBytes) {
      chunk.drop();
      chunks.push(chunk.finish());
      chunk = startChunk();
      chunk.read(sample);
    }
    chunk.keep();
  }
  return chunk.count > 0 ? [...chunks, chunk.finish()] : chunks;
}
