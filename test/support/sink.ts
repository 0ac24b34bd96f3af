import { Writable } from 'node:stream';

/** A stream that keeps what is written; a terminal where that is said. */
export function createSink({ isTTY = false }: { readonly isTTY?: boolean } = {}) {
  let text = '';
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  return { stream: Object.assign(stream, { isTTY }), text: () => text };
}
