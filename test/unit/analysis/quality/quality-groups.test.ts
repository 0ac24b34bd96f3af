import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type GroupedSession, gatherByKey } from '../../../../shared/analysis/quality/quality-groups.ts';
import { computeShare } from '../../../../shared/domain/quality/spread.ts';

const anyStream = fc.record({
  minutes: fc.integer({ min: 1, max: 40 }),
  bad: fc.integer({ min: 0, max: 40 }),
  p95: fc.integer({ min: 1, max: 900 }),
});
const anySession = fc.record({
  network: fc.constantFrom('Wifi', 'Wired', ''),
  quiet: fc.integer({ min: 0, max: 20 }),
  audio: fc.option(anyStream, { nil: undefined }),
  video: fc.option(anyStream, { nil: undefined }),
  cpu: fc.constantFrom(undefined, 89, 90, 100),
  issues: fc.subarray(['Unstable audio quality', 'High CPU occupation']),
});
type AnySession = typeof anySession extends fc.Arbitrary<infer One> ? One : never;

const streamOf = (stream: AnySession['audio']) =>
  stream && {
    minutes: stream.minutes,
    badShare: computeShare(Math.min(stream.bad, stream.minutes), stream.minutes),
    latency: { avg: stream.p95, p95: stream.p95, max: stream.p95 },
  };

function createSession({ network, quiet, audio, video, cpu, issues }: AnySession): GroupedSession {
  const streams = [audio, video].filter((stream) => stream !== undefined);
  const minutes = streams.reduce((most, one) => Math.max(most, one.minutes), 0) + quiet;
  const badMinutes = streams.reduce((most, one) => Math.max(most, Math.min(one.bad, one.minutes)), 0);
  const [audio_output, video_input] = [streamOf(audio), streamOf(video)];
  return {
    row: { network_type: network, issue_list: [...issues, ...issues] },
    meeting: {},
    summary: {
      minutes,
      badMinutes,
      badShare: computeShare(badMinutes, minutes),
      ...(audio_output && { audio_output }),
      ...(video_input && { video_input }),
      ...(cpu !== undefined && { maxSystemCpu: cpu }),
    },
  };
}

const query = (medium: 'all' | 'audio') => `
with measured as (
  select network,
    ${medium === 'all' ? 'minutes' : 'audio_minutes'} as minutes, ${medium === 'all' ? 'bad' : 'audio_bad'} as bad,
    ${medium === 'all' ? 'greatest(audio_p95, video_p95)' : 'audio_p95'} as p95, cpu, issues
  from sessions
),
ranked as (
  select network, p95, row_number() over (partition by network order by p95) as rank, count(*) over (partition by network) as n
  from measured where minutes > 0 and p95 is not null
)
select network, count(*)::int as sessions, sum(minutes)::int as minutes, sum(bad)::int as bad, count_if(bad > 0)::int as bad_sessions,
  count_if(coalesce(cpu, 0) >= 90)::int as high_cpu, (select min(p95) from ranked r where r.network = m.network and rank >= n * 0.95) as latency,
  count_if(contains(issues, 'Unstable'))::int as unstable
from measured m where minutes > 0 group by network order by network`;

test.each(['all', 'audio'] as const)(
  'groups of %s media are what SQL makes of the sessions',
  { timeout: 30_000 },
  async (medium) => {
    const db = await (await DuckDBInstance.create(':memory:')).connect();
    const text = (value: number | undefined) => String(value ?? 'null');
    await fc.assert(
      fc.asyncProperty(fc.array(anySession, { minLength: 1, maxLength: 60, size: 'max' }), async (list) => {
        const sessions = list.map(createSession);
        const gatherer = gatherByKey('network', medium === 'audio' ? 'audio' : undefined);
        for (const session of sessions) gatherer.add(session);
        await db.run(
          `create or replace table sessions (network varchar, minutes int, bad int, audio_minutes int, audio_bad int, audio_p95 int, video_p95 int, cpu int, issues varchar)`,
        );
        const lines = list.map(({ network, audio, video, cpu, issues }, at) => {
          const { minutes, badMinutes } = sessions[at]?.summary ?? { minutes: 0, badMinutes: 0 };
          const own = [minutes, badMinutes, audio?.minutes ?? 0, audio ? Math.min(audio.bad, audio.minutes) : 0];
          return `('${network}', ${own.join()}, ${text(audio?.p95)}, ${text(video?.p95)}, ${text(cpu)}, '${issues.join()}')`;
        });
        await db.run(`insert into sessions values ${lines.join()}`);
        const expected = (await db.runAndReadAll(query(medium))).getRowObjectsJson();
        const found = gatherer.groups().map((group) => ({
          network: group.key,
          sessions: group.sessions,
          minutes: group.minutes,
          bad: group.badMinutes,
          bad_sessions: group.badSessions,
          high_cpu: group.highCpu,
          latency: group.latency ?? null,
          unstable: group.issues.find(({ issue }) => issue.startsWith('Unstable'))?.sessions ?? 0,
        }));
        expect(found.toSorted((a, b) => Number(a.network > b.network) - Number(a.network < b.network))).toEqual(
          expected,
        );
      }),
      { numRuns: 25 },
    );
    db.closeSync();
  },
);

const session = (network: string, minutes: number, badMinutes: number): GroupedSession => ({
  row: { network_type: network, location: 'Bern', device: 'WIN', client: 'Zoom', version: '6.1', data_center: 'FRA' },
  meeting: {
    hostId: 'h1',
    listed: { source: 'history', row: { host_email: 'prof@example.com', department: 'Maths' } },
  },
  summary: { minutes, badMinutes, badShare: badMinutes / minutes },
});

test('the worst group comes first, one of fewer than three sessions after the others', () => {
  const gatherer = gatherByKey('network');
  for (const [network, bad, count] of [
    ['a', 1, 3],
    ['b', 5, 3],
    ['c', 10, 2],
  ] as const) {
    for (let index = 0; index < count; index += 1) gatherer.add(session(network, 10, bad));
  }
  expect(gatherer.groups().map(({ key, badShare }) => [key, badShare])).toEqual([
    ['b', 0.5],
    ['a', 0.1],
    ['c', 1],
  ]);
});

test.each([
  ['network', 'Wifi'],
  ['location', 'Bern'],
  ['host', 'prof@example.com'],
  ['department', 'Maths'],
  ['client', 'Zoom 6.1'],
  ['device', 'WIN'],
  ['data-center', 'FRA'],
] as const)('sessions are put together by %s', (by, key) => {
  const gatherer = gatherByKey(by);
  gatherer.add(session('Wifi', 10, 1));
  expect(gatherer.groups().map((group) => group.key)).toEqual([key]);
});

test('a host of whom no list tells is known by the id, and what nobody tells is one group without a name', () => {
  const [hosts, departments] = [gatherByKey('host'), gatherByKey('department')];
  for (const one of [hosts, departments]) one.add({ ...session('Wifi', 1, 0), meeting: { hostId: 'h1' } });
  expect([hosts.groups()[0]?.key, departments.groups()[0]?.key]).toEqual(['h1', '']);
});
