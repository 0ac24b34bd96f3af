import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { columnsOf } from '../../../cli/output/printable.ts';
import { first, meetingId, member, startQueryFixture } from './query-fixture.ts';

let fixture: Awaited<ReturnType<typeof startQueryFixture>>;
beforeAll(async () => {
  fixture = await startQueryFixture();
});
afterAll(() => fixture.close());

const day = ['--day', '2026-11-20'];
const { email } = member();

test.each([
  ['status'],
  ['status', first.uuid],
  ['meetings', ...day],
  ['meeting', meetingId],
  ['meeting', first.uuid],
  ['attendance', first.uuid],
  ['attendance', meetingId],
  ['rows', first.uuid, 'participants'],
  ['attendance', meetingId, '--long'],
  ['person', email, ...day],
  ['quality', ...day],
  ['quality', ...day, '--by', 'client', '--compare'],
  ['qos', first.uuid],
  ['qos', first.uuid, '--participant', email],
])('no line of %s %s %s wraps in a terminal of 80 or 120 columns, in another zone either', async (...args) => {
  for (const columns of [80, 120]) {
    Object.assign(fixture.terminal, { isTTY: true, columns });
    const { exitCode, stdout: text, stderr } = await fixture.cli(...args, '--tz', 'Asia/Kathmandu');
    expect(exitCode).toBe(0);
    const tooLong = `${text}${stderr}`
      .split('\n')
      .filter((line) => columnsOf(stripVTControlCharacters(line)) > columns);
    expect(tooLong).toEqual([]);
    expect(text.length).toBeGreaterThan(50);
  }
  if (args[0] === 'status' || args[0] === 'rows') return;
  const wide = await fixture.printed(...args, '--wide');
  expect(wide).not.toContain('Not shown');
});

test('what a narrow terminal leaves out is said, and can be asked for', async () => {
  Object.assign(fixture.terminal, { isTTY: true, columns: 80 });
  const text = await fixture.printed('meetings', ...day);
  expect(text).toContain(first.uuid);
  expect(text).toMatch(/\nNot shown: .*\bkind\b/);
  expect(await fixture.printed('meetings', ...day, '--columns', 'kind,topic')).toMatch(
    /^KIND +TOPIC\nmeeting +Team sync\n/,
  );
});
