import { expect, test } from 'vitest';
import { createNarrator } from '../../../local/run/narrator.ts';

function listen() {
  const lines: string[] = [];
  let now = Date.parse('2026-11-26T12:00:00Z');
  const { read, count } = createNarrator({ write: (line) => lines.push(line), now: () => now });
  const log = (entry: object) => read(JSON.stringify({ level: 'INFO', ...entry }), 'Function');
  const later = (seconds: number) => {
    now += seconds * 1_000;
  };
  return { lines, log, read, count, later };
}

test('serve tells of events accepted and refused and of captures done, a line each, without personal data', () => {
  const { lines, log } = listen();
  log({ message: 'captures queued', kind: 'meeting', uuid: 'a==', topic: 'Secret', host: 'ada@example.com' });
  log({ message: 'request refused', level: 'WARN', reason: 'unsigned or empty' });
  log({ message: 'event malformed', level: 'WARN', error: { name: 'MalformedEventError', message: 'Ada' } });
  log({ message: 'poll finished', dataset: 'qos', uuid: 'a==', state: 'waiting', rows: 0 });
  log({ message: 'poll finished', dataset: 'qos', uuid: 'a==', state: 'captured', rows: 12 });
  log({ message: 'sweep finished' });
  log({ _aws: {}, EventsAccepted: 1 });
  expect(lines).toEqual([
    '12:00:00 accepted: meeting a== ended',
    '12:00:00 refused: unsigned or empty',
    '12:00:00 refused: the event is malformed',
    '12:00:00 captured: qos of a==, 12 rows',
  ]);
});

test('serve tells a fault when it comes first, then counts it, and tells it again after minutes of silence', () => {
  const { lines, log, count, later } = listen();
  const fault = { message: 'poll put off', level: 'WARN', dataset: 'qos', fault: 'ZoomServerError', code: 503 };
  for (const uuid of ['a==', 'b==', 'c==']) log({ ...fault, uuid });
  log({ message: 'request failed', level: 'ERROR', error: { name: 'SecretError', message: 'of Ada' } });
  count();
  count();
  later(301);
  log({ ...fault, uuid: 'd==' });
  expect(lines).toEqual([
    '12:00:00 FAULT: poll put off, ZoomServerError, code 503 (qos of a==)',
    '12:00:00 FAULT: request failed, SecretError',
    '12:00:00 2 more times: FAULT: poll put off, ZoomServerError, code 503',
    '12:05:01 FAULT: poll put off, ZoomServerError, code 503 (qos of d==)',
  ]);
});

test('serve tells of a line that is not of the product’s log without its words', () => {
  const { lines, read } = listen();
  read('Ada <ada@example.com> crashed', 'QosFunction');
  read('Ada again', 'QosFunction');
  expect(lines).toEqual(['12:00:00 FAULT: QosFunction wrote what is in its log']);
});
