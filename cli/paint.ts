import { styleText } from 'node:util';
import type { OutputStream, Rim } from './rim.ts';

export type Colour = 'green' | 'yellow' | 'red' | 'dim';
export type Paint = (colour: Colour, text: string) => string;

/** Colours for a terminal; none for a pipe, a file, or where NO_COLOR says so (https://no-color.org). */
export function createPaint(stream: OutputStream, env: Rim['env']): Paint {
  const colours = stream.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb';
  return (colour, text) => (colours ? styleText(colour, text, { validateStream: false }) : text);
}
