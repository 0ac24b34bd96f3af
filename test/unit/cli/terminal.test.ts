import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { createPaint, printAll, printProse } from '../../../cli/output/terminal.ts';
import { createSink } from '../../support/sink.ts';

const line = `${'x'.repeat(999)}\n`;

test('printing many texts reads no further than a slow stream has taken', async () => {
  let read = 0;
  let taken = 0;
  const ahead: number[] = [];
  const slow = new Writable({
    write(chunk, _encoding, done) {
      ahead.push(read * line.length - taken);
      taken += chunk.length;
      setTimeout(done, 1);
    },
  });
  await printAll(
    slow,
    (async function* () {
      for (; read < 2_000; ) {
        read += 1;
        yield line;
      }
    })(),
  );
  expect(taken).toBe(2_000 * line.length);
  expect(Math.max(...ahead)).toBeLessThan(70_000);
});

test('printing many texts stops reading when nobody reads on, and closes what it read from', async () => {
  let closed = false;
  const gone = new Writable({
    write: (_chunk, _encoding, done) => done(Object.assign(new Error(), { code: 'EPIPE' })),
  });
  gone.on('error', () => {});
  const endless = async function* () {
    try {
      for (;;) yield line;
    } finally {
      closed = true;
    }
  };
  await expect(printAll(gone, endless())).rejects.toMatchObject({ code: 'EPIPE' });
  expect(closed).toBe(true);
});

test('a command paints for a terminal that wants colours, and for nothing else', () => {
  const terminal = Object.assign(new Writable(), { isTTY: true });
  expect(createPaint(terminal, {})('red', 'no')).toBe('\u001b[31mno\u001b[39m');
  expect(createPaint(terminal, { NO_COLOR: '1' })('red', 'no')).toBe('no');
  expect(createPaint(terminal, { TERM: 'dumb' })('red', 'no')).toBe('no');
  expect(createPaint(new Writable(), { FORCE_COLOR: '1' })('red', 'no')).toBe('no');
});

const sentence = 'Seven files were written, two of them anew; the others show what they showed.';
const table = `NAME  ${'x'.repeat(90)}`;

test.each([
  [
    'a sentence, between words',
    sentence,
    40,
    'Seven files were written, two of them\nanew; the others show what they showed.\n',
  ],
  [
    'an item of a list, with its indent',
    `  ${sentence}`,
    42,
    '  Seven files were written, two of them\n  anew; the others show what they showed.\n',
  ],
  ['a sentence that fits exactly, not at all', sentence, sentence.length, `${sentence}\n`],
  ['wide characters, by the columns that they take', '李小龙 李小龙 李小龙', 13, '李小龙 李小龙\n李小龙\n'],
  ['a line of a table, not at all', table, 40, `${table}\n`],
])('on a terminal %s is broken', async (_, text, columns, shown) => {
  const terminal = createSink({ isTTY: true, columns });
  await printProse(terminal.stream, `${text}\n`);
  expect(terminal.text()).toBe(shown);
});

test('what a program reads is never broken', async () => {
  const pipe = createSink();
  await printProse(pipe.stream, `${sentence} ${sentence}\n`);
  expect(pipe.text()).toBe(`${sentence} ${sentence}\n`);
});
