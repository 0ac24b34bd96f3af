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
  ['meetings', ...day],
  ['meeting', meetingId],
  ['meeting', first.uuid],
  ['attendance', first.uuid],
  ['attendance', meetingId],
  ['attendance', meetingId, '--long'],
  ['person', email, ...day],
  ['quality', ...day],
  ['quality', ...day, '--by', 'client', '--compare'],
  ['qos', first.uuid],
  ['qos', first.uuid, '--participant', email],
])('no line of %s %s %s wraps in a terminal of 80 or 120 columns, in another zone either', async (...args) => {
  for (const columns of [80, 120]) {
    Object.assign(fixture.terminal, { isTTY: true, columns });
    const text = await fixture.printed(...args, '--tz', 'Asia/Kathmandu');
    const tooLong = text.split('\n').filter((line) => columnsOf(stripVTControlCharacters(line)) > columns);
    expect(tooLong).toEqual([]);
    expect(text.length).toBeGreaterThan(50);
  }
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
