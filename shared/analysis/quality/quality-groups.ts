import type { MeetingWithRow } from '../../domain/meeting/listed-row.ts';
import { type ListedFacts, listedFacts } from '../../domain/meeting/listed-row.ts';
import { highCpuPercent, issuesOf } from '../../domain/quality/issues.ts';
import type { QualityKey } from '../../domain/quality/quality-key.ts';
import type { Medium } from '../../domain/quality/stream-minute.ts';
import { type QualitySummary, type StreamSummary, streamMedia, streamNames } from '../../domain/quality/summary.ts';
import { fieldText } from '../../domain/row/field-text.ts';
import type { Row } from '../../domain/row/row.ts';
import { compareTexts } from '../attendance/records.ts';
import { createHistogram } from './quality-over-time.ts';

/** A session of QoS: Zoom's row, what it sums up to, and its meeting. */
export type GroupedSession = {
  readonly row: Row;
  readonly summary: QualitySummary;
  readonly meeting: Pick<MeetingWithRow, 'hostId' | 'listed'>;
};

const noFacts: ListedFacts = { groups: [], tracking: [] };
const factsOf = ({ listed }: GroupedSession['meeting']): ListedFacts => (listed ? listedFacts(listed.row) : noFacts);

const readKey: Readonly<Record<QualityKey, (session: GroupedSession) => string | undefined>> = {
  network: ({ row }) => fieldText(row, 'network_type'),
  location: ({ row }) => fieldText(row, 'location'),
  host: ({ meeting }) => factsOf(meeting).hostEmail ?? factsOf(meeting).hostName ?? meeting.hostId,
  department: ({ meeting }) => factsOf(meeting).department,
  client: ({ row }) => [fieldText(row, 'client'), fieldText(row, 'version')].filter(Boolean).join(' ') || undefined,
  device: ({ row }) => fieldText(row, 'device'),
  'data-center': ({ row }) => fieldText(row, 'data_center'),
};

/** How the sessions of one group went. */
export type QualityGroup = {
  /** Blank where Zoom does not say. */
  readonly key: string;
  readonly sessions: number;
  /** Those with a bad minute. */
  readonly badSessions: number;
  readonly minutes: number;
  /** Of one medium at the least: a minute that was bad in one direction may have been good in the other. */
  readonly badMinutes: number;
  /** Of the minutes, 0 to 1. */
  readonly badShare: number;
  /** 19 of 20 sessions had a 95th percentile of so much or less, in their worse direction; ms, and percent for loss. */
  readonly latency?: number;
  readonly jitter?: number;
  readonly loss?: number;
  /** Sessions in which the machine was at work to nine tenths or more. */
  readonly highCpu: number;
  /** What Zoom itself says of these sessions, the most frequent first. */
  readonly issues: readonly { readonly issue: string; readonly sessions: number }[];
};

type QualityGatherer = {
  readonly add: (session: GroupedSession) => void;
  /** The largest share of bad minutes first; groups of a session or two come after the others. */
  readonly groups: () => QualityGroup[];
};

/** Gathers sessions one after another; what it holds grows with the groups. Without a medium all of them together count. */
export function gatherByKey(by: QualityKey, medium?: Medium): QualityGatherer {
  const counts = new Map<string, GroupCount>();
  return {
    add(session) {
      const measured = measureSession(session.summary, medium);
      if (measured.minutes === 0) return;
      const key = readKey[by](session) ?? '';
      const count = counts.get(key) ?? createCount();
      counts.set(key, count);
      addSession(count, session, measured);
    },
    groups: () =>
      [...counts]
        .map(([key, count]) => createGroup(key, count))
        .sort((a, b) => isLarge(b) - isLarge(a) || b.badShare - a.badShare || compareTexts(a.key, b.key)),
  };
}

/** Of fewer sessions one bad line is too large a share. */
const isLarge = ({ sessions }: QualityGroup): number => Number(sessions >= 3);

type Measured = {
  readonly minutes: number;
  readonly badMinutes: number;
  readonly streams: readonly StreamSummary[];
};

function measureSession(summary: QualitySummary, medium: Medium | undefined): Measured {
  const names = streamNames.filter((name) => medium === undefined || streamMedia[name] === medium);
  const streams = names.flatMap((name) => summary[name] ?? []);
  if (medium === undefined) return { minutes: summary.minutes, badMinutes: summary.badMinutes, streams };
  const bad = streams.map(({ minutes, badShare }) => Math.round(minutes * badShare));
  return { minutes: Math.max(0, ...streams.map(({ minutes }) => minutes)), badMinutes: Math.max(0, ...bad), streams };
}

const measures = ['latency', 'jitter', 'loss'] as const;

const createCount = () => ({
  sessions: 0,
  badSessions: 0,
  minutes: 0,
  badMinutes: 0,
  highCpu: 0,
  histograms: { latency: createHistogram(), jitter: createHistogram(), loss: createHistogram() },
  issues: new Map<string, number>(),
});
type GroupCount = ReturnType<typeof createCount>;

function addSession(
  count: GroupCount,
  { row, summary }: GroupedSession,
  { minutes, badMinutes, streams }: Measured,
): void {
  count.sessions += 1;
  count.minutes += minutes;
  count.badMinutes += badMinutes;
  if (badMinutes > 0) count.badSessions += 1;
  if ((summary.maxSystemCpu ?? 0) >= highCpuPercent) count.highCpu += 1;
  for (const measure of measures) {
    const values = streams.flatMap((stream) => stream[measure]?.p95 ?? []);
    if (values.length > 0) count.histograms[measure].add(Math.max(...values));
  }
  for (const issue of issuesOf(row)) count.issues.set(issue, (count.issues.get(issue) ?? 0) + 1);
}

function createGroup(key: string, { histograms, issues, ...counts }: GroupCount): QualityGroup {
  const p95s = measures.flatMap((measure) => {
    const quantiles = histograms[measure].quantiles();
    return quantiles ? [[measure, quantiles.p95] as const] : [];
  });
  return {
    key,
    ...counts,
    badShare: counts.minutes === 0 ? 0 : counts.badMinutes / counts.minutes,
    ...Object.fromEntries(p95s),
    issues: [...issues]
      .map(([issue, sessions]) => ({ issue, sessions }))
      .sort((a, b) => b.sessions - a.sessions || compareTexts(a.issue, b.issue)),
  };
}
