import type { Writable } from 'node:stream';
import { styleText } from 'node:util';
import { usualColumns, wrappedSentences } from './wrap.ts';

/** A stream that may be a terminal. */
export type OutputStream = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** How wide a terminal is; endless where it is none: what a program reads is never broken. */
export const columnsOfTerminal = ({ isTTY, columns = usualColumns }: OutputStream): number =>
  isTTY ? columns : Number.POSITIVE_INFINITY;

export type Colour = 'green' | 'yellow' | 'red' | 'dim';
export type Paint = (colour: Colour, text: string) => string;

/** Characters written at once, unless a single text is longer. */
const chunkLength = 64 * 1024;

/** Writes a text, and waits until the stream has taken it. @throws what the stream meets, such as EPIPE */
export function print(stream: Writable, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => (error ? reject(error) : resolve()));
  });
}

/** Writes a text for a person: on a terminal no line of prose is longer than it is wide. */
export const printProse = (stream: OutputStream, text: string): Promise<void> =>
  print(stream, wrappedSentences(text, columnsOfTerminal(stream)));

/** Writes texts in large pieces, no faster than the stream takes them; holds one piece. Stops reading when it fails. */
export async function printAll(stream: Writable, texts: AsyncIterable<string>): Promise<void> {
  let chunk = '';
  for await (const text of texts) {
    chunk += text;
    if (chunk.length < chunkLength) continue;
    await print(stream, chunk);
    chunk = '';
  }
  if (chunk !== '') await print(stream, chunk);
}

/** Colours for a terminal; none for a pipe, a file, or where NO_COLOR says so (https://no-color.org). */
export function createPaint(stream: OutputStream, env: Readonly<Record<string, string | undefined>>): Paint {
  const colours = stream.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb';
  return (colour, text) => (colours ? styleText(colour, text, { validateStream: false }) : text);
}
