import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { first, restarted, startQueryFixture } from './query-fixture.ts';

// The meetings ended at 08:30 and 08:44 UTC on 20 November: 21:30 and 21:44 on the day before in Pago Pago, 11 hours behind.
const zone = 'Pacific/Pago_Pago';

let fixture: Awaited<ReturnType<typeof startQueryFixture>>;
beforeAll(async () => {
  fixture = await startQueryFixture();
});
afterAll(() => fixture.close());
beforeEach(() => {
  fixture.stage.timeZone = undefined;
  delete fixture.context.timeZone;
});

const uuidsOf = async (...args: string[]): Promise<string[]> => {
  const { meetings } = await fixture.json(...args);
  return meetings.map(({ uuid }: { uuid: string }) => uuid);
};

test('a day is that of the zone, times are shown in it, and JSON stays UTC with the zone beside', async () => {
  const table = await fixture.printed('meetings', '--day', '2026-11-19', '--tz', zone);
  expect(table).toMatch(/\n2026-11-19 21:44-11 .*\n2026-11-19 21:30-11 .*\n$/);
  const answer = await fixture.json('meetings', '--day', '2026-11-19', '--tz', zone);
  expect(answer).toMatchObject({
    timeZone: zone,
    meetings: [{ endTime: restarted.endTime }, { endTime: first.endTime }],
  });
  expect(await uuidsOf('meetings', '--day', '2026-11-20', '--tz', zone)).toEqual([]);
});

test('attendance, a person, qos and one meeting show their times in the zone', async () => {
  const texts = [
    await fixture.printed('attendance', first.uuid, '--tz', zone),
    await fixture.printed('meeting', first.uuid, '--tz', zone),
    await fixture.printed('status', first.uuid, '--tz', zone),
    await fixture.printed('qos', first.uuid, '--tz', zone),
  ];
  for (const text of texts) {
    expect(text).toMatch(/2026-11-19 21:\d\d(:\d\d)?-11/);
    expect(text).not.toMatch(/2026-11-20/);
  }
});

test('the worst sessions of a day are those of meetings that ended on it in the zone', async () => {
  const sessions = async (...args: string[]) =>
    (await fixture.json('quality', '--least-minutes', '1', ...args)).sessions.map(
      ({ meeting, joinTime, userId }: { meeting: { uuid: string }; joinTime: string; userId: string }) =>
        [meeting.uuid, joinTime, userId].join(),
    );
  const all = await sessions('--day', '2026-11-20');
  expect(all.length).toBeGreaterThan(2);
  expect(await sessions('--day', '2026-11-19', '--tz', zone)).toEqual(all);
  expect(await sessions('--day', '2026-11-20', '--tz', zone)).toEqual([]);
});

test("without --tz it is the stage's zone, which --tz outdoes", async () => {
  fixture.stage.timeZone = zone;
  expect(await uuidsOf('meetings', '--day', '2026-11-19')).toEqual([restarted.uuid, first.uuid]);
  expect(await uuidsOf('meetings', '--day', '2026-11-19', '--tz', 'UTC')).toEqual(['hostile==']);
});

test("programs read UTC where neither says a zone, whatever the machine's is", async () => {
  fixture.context.timeZone = zone;
  expect(await uuidsOf('meetings', '--day', '2026-11-19')).toEqual(['hostile==']);
  expect(await fixture.printed('meetings', '--day', '2026-11-20')).toMatch(/ 08:44Z /);
});

test("on a terminal it is the machine's zone", async () => {
  fixture.context.timeZone = zone;
  fixture.terminal.isTTY = true;
  try {
    expect(await fixture.printed('meetings', '--day', '2026-11-19')).toMatch(/ 21:44-11 /);
  } finally {
    fixture.terminal.isTTY = false;
  }
});

test.each([
  [['meetings', '--day', 'today', '--tz', 'Mars/Olympus'], /time zone such as Europe\/Zurich/],
  [['meetings', '--last', '7'], /days or weeks, such as 7d/],
  [['meetings', '--last', '7d', '--day', 'today'], /leave one of them out/],
  [['meetings', '--day', 'tomorrow'], /a day such as 2026-11-20, or today/],
  [['meetings', '--day', '2011-12-30', '--tz', 'Pacific/Apia'], /There was no 2011-12-30 in Pacific\/Apia/],
] as const)('the command line %j is refused', async (args, reason) => {
  const { exitCode, stderr } = await fixture.cli(...args);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(reason);
});
