import { Writable } from 'node:stream';

/** A stream that keeps what is written; a terminal where that is said. */
export function createSink({
  isTTY = false,
  columns = 80,
}: {
  readonly isTTY?: boolean;
  readonly columns?: number;
} = {}) {
  let text = '';
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  return { stream: Object.assign(stream, isTTY ? { isTTY, columns } : {}), text: () => text };
}
