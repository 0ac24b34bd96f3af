import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { generateMeeting } from '../../../local/simulator/meetings.ts';
import { rowFields, rowTexts } from '../../../local/simulator/rows/row.ts';
import { datasets } from '../../../shared/domain/dataset.ts';
import { startCliFixture } from './cli-fixture.ts';

const endTime = '2026-11-20T08:58:00Z';
const meeting = generateMeeting({
  seed: 31,
  uuid: 'registered==',
  participants: 8,
  minutes: 30,
  registrants: 14,
  endTime,
});
const registrants = rowTexts(meeting.registrants).map(rowFields);
const cameBy = new Set(
  rowTexts(meeting.participants)
    .map((text) => rowFields(text).registrant_id)
    .filter(Boolean),
);
const absent = registrants.filter(({ id, status }) => status === 'approved' && !cameBy.has(id));

let fixture: Awaited<ReturnType<typeof startCliFixture>>;
beforeAll(async () => {
  fixture = await startCliFixture();
  fixture.simulator.addMeeting(meeting);
  fixture.end(meeting, [...datasets, 'registrants']);
  await fixture.drain();
});
afterAll(() => fixture.close());

test('attendance says who registered and did not come, and who came unregistered', async () => {
  const json = JSON.parse((await fixture.cli('attendance', meeting.uuid, '--json')).stdout);
  expect(absent.length).toBeGreaterThan(3);
  expect(json.registeredDidNotCome.map(({ email }: { email: string }) => email).sort()).toEqual(
    absent.map(({ email }) => email).sort(),
  );
  const registeredOf = json.people.map(({ registered }: { registered?: string }) => registered);
  expect(registeredOf.filter((one: string) => one === 'approved')).toHaveLength(cameBy.size);
  expect(registeredOf).toContain('no');
  const { stdout, stderr } = await fixture.cli('attendance', meeting.uuid);
  expect(stdout.match(/did not come/g)).toHaveLength(absent.length);
  expect(stderr).toContain(`; ${absent.length} of `);
});

test('rows and status show registrants, and not what opens the meeting', async () => {
  const rows = (await fixture.cli('rows', meeting.uuid, 'registrants', '--json')).stdout.trim().split('\n');
  expect(rows).toHaveLength(14);
  expect(rows.join()).not.toMatch(/join_url|participant_pin_code/);
  const { meetings } = JSON.parse((await fixture.cli('status', meeting.uuid, '--json')).stdout);
  expect(meetings[0].datasets.registrants).toMatchObject({ state: 'settled', rows: 14, leftOut: 28 });
});

test('query knows who registered for a meeting id and did not come', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'absentees-'));
  const tables = ['--datasets', 'registrants,attendance'];
  await fixture.cli('export', '--day', '2026-11-20', '--format', 'parquet', '--out', dir, ...tables);
  const asked = ['--named', 'absentees', '--with', meeting.meetingId, '2026-11-20', '2026-11-20', '--json'];
  const { stdout } = await fixture.cli('query', '--in', dir, ...asked);
  await rm(dir, { recursive: true });
  const emails = JSON.parse(stdout).rows.map(({ person }: { person: string }) => person);
  expect(emails).toEqual(absent.map(({ email }) => email).sort());
});

test('an export says who had registered, came and did not, as attendance does, and by which registration', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'registered-'));
  const exported = async (...tables: readonly string[]) => {
    await fixture.cli('export', '--day', '2026-11-20', '--format', 'jsonl', '--out', dir, '--datasets', tables.join());
    const text = await readFile(join(dir, 'attendance/day=2026-11-20/part-00000.jsonl'), 'utf8');
    return text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  };
  const people = await exported('attendance', 'registrants');
  const json = JSON.parse((await fixture.cli('attendance', meeting.uuid, '--json')).stdout);
  const factsOf = ({ name, email, registered }: Record<string, unknown>) => [name, email ?? null, registered ?? null];
  const [came, others] = [people.filter((one) => one.came), people.filter((one) => !one.came)];
  expect(came.map(factsOf)).toEqual(json.people.map(factsOf));
  expect(others.map(factsOf)).toEqual(json.registeredDidNotCome.map(factsOf));
  for (const one of others) expect(one).toMatchObject({ attended_minutes: 0, first_join: null, rejoins: 0 });
  expect(people.flatMap(({ registrations }) => registrations ?? []).sort()).toEqual(
    [...cameBy, ...absent.map(({ id }) => id)].sort(),
  );
  // What the folder told once it goes on to tell, also asked as a stage that captures registrants no longer.
  expect(await exported('attendance')).toEqual(people);
  await rm(dir, { recursive: true });
});

test('who registered is the roster of a course, unless a file or nobody is', async () => {
  const course = async (...args: string[]) => fixture.cli('attendance', meeting.meetingId, ...args);
  const { people } = JSON.parse((await course('--json')).stdout);
  const expected = people.filter(({ onRoster }: { onRoster?: true }) => onRoster);
  const approved = registrants.filter(({ status }) => status === 'approved');
  expect(expected).toHaveLength(approved.length);
  const missing = expected.filter(
    ({ totals }: { totals: { absent: number; minutes: number } }) => totals.minutes === 0,
  );
  expect(missing.map(({ email }: { email: string }) => email).sort()).toEqual(absent.map(({ email }) => email).sort());
  expect((await course()).stderr).toContain(`Expected are the ${approved.length} people who registered`);
  expect(JSON.parse((await course('--roster', 'none', '--json')).stdout).people).not.toContainEqual(
    expect.objectContaining({ onRoster: true }),
  );
  expect((await course('--roster', 'registrants', '--gradebook', 'moodle')).stdout.trim().split('\n')).toHaveLength(
    approved.length + 1,
  );
});
