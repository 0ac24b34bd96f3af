import { computeCourse } from '../../shared/analysis/course/course.ts';
import type { CourseMeeting } from '../../shared/analysis/course/course-meeting.ts';
import type { Dataset } from '../../shared/domain/dataset.ts';
import { dayAt, type Zone } from '../../shared/domain/zone/zone.ts';
import { meetingStatus } from '../../shared/dynamo/meetings/meeting-status.ts';
import type { Store } from '../../shared/dynamo/store.ts';
import { nextStep } from '../../shared/operations/attention/next-step.ts';
import { readAttention } from '../../shared/operations/attention/read-attention.ts';
import { courseMeetings } from '../../shared/queries/course-meetings.ts';
import type { TimeSpan } from '../../shared/queries/time-span.ts';
import type { MeetingFacts } from '../gather-meeting.ts';
import type { PageLink } from '../html/document.ts';
import { dayText } from '../html/text.ts';
import { renderIndexPage } from '../index-page.ts';
import type { CourseRulesShown } from '../series-data.ts';
import { renderSeriesPage } from '../series-page.ts';
import type { Site, SiteMeeting, SiteSeries } from './list-site.ts';
import { indexName } from './page-names.ts';

export type SiteDeps = {
  readonly store: Store;
  /** What the stage captures. */
  readonly datasets: readonly Dataset[];
  /** Epoch ms. */
  readonly now: () => number;
  readonly zone: Zone;
};

/** Of the meetings, by UUID. */
export type KnownFacts = ReadonlyMap<string, MeetingFacts>;

const up = '../';
const toIndex: PageLink = { href: `${up}${indexName}`, text: 'All meetings' };
const topicOf = ({ meetings }: SiteSeries): string | undefined =>
  meetings.map(({ stored }) => stored.meeting.topic).find((topic) => topic !== undefined);

/** What leads from a meeting's page to the pages above it. */
export function linksAbove({ series }: SiteMeeting, site: Site): PageLink[] {
  const own = series === undefined ? undefined : site.series.find(({ meetingId }) => meetingId === series);
  return own ? [toIndex, { href: `${up}${own.name}`, text: `Series: ${topicOf(own) ?? own.meetingId}` }] : [toIndex];
}

/** By which a series is judged, as `attendance` does where nobody says otherwise. */
const courseRules: CourseRulesShown = {
  thresholdPercent: 75,
  lateMinutes: 10,
  earlyMinutes: 10,
  joinWithinMinutes: 30,
};

const minuteMs = 60_000;

/** Reads all rows of the series without samples, a unit per session. */
export async function renderSeries(
  series: SiteSeries,
  facts: KnownFacts,
  { store, now, zone }: SiteDeps,
): Promise<string> {
  const own = new Map(series.meetings.map((one) => [one.stored.meeting.uuid, one]));
  const ends = series.meetings.map(({ stored }) => stored.meeting.endedAt).sort();
  const ended = { from: ends[0] ?? '', to: ends.at(-1) ?? '' };
  const meetings: CourseMeeting[] = [];
  for await (const meeting of courseMeetings({ meetingId: series.meetingId, ended }, store)) {
    if (meeting.parts.some(({ uuid }) => own.has(uuid))) meetings.push(meeting);
  }
  const course = computeCourse({
    meetings,
    rules: {
      threshold: courseRules.thresholdPercent / 100,
      lateMs: courseRules.lateMinutes * minuteMs,
      earlyMs: courseRules.earlyMinutes * minuteMs,
      joinWithinMs: courseRules.joinWithinMinutes * minuteMs,
      without: new Set(),
      including: new Set(),
    },
    dayOf: (atMs) => dayAt(atMs, zone),
  });
  const instances = new Map(
    [...own].flatMap(([uuid, { name }]) => {
      const known = facts.get(uuid);
      return known ? [[uuid, { facts: known, href: `${up}${name}` }] as const] : [];
    }),
  );
  const { meetingId } = series;
  const data = { meetingId, topic: topicOf(series), course, rules: courseRules, instances, writtenAtMs: now(), zone };
  return renderSeriesPage(data, [toIndex]);
}

/** With what needs attention of these meetings, by the index of states. */
export async function renderIndex(
  site: Site,
  { facts, ended }: { readonly facts: KnownFacts; readonly ended?: TimeSpan | undefined },
  { store, datasets, now, zone }: SiteDeps,
): Promise<string> {
  const meetings = site.meetings.flatMap(({ stored, name }) => {
    const known = facts.get(stored.meeting.uuid);
    return known ? [{ status: meetingStatus(stored, now()), facts: known, href: name }] : [];
  });
  const scope = { accounts: site.accounts, ended };
  const attention = await readAttention(scope, { store, datasets, now, countDeadLetters: async () => undefined });
  const needy = attention.needsYou.groups.map((group) => ({ ...group, step: nextStep(group) }));
  const series = site.series.map((one) => ({
    meetingId: one.meetingId,
    topic: topicOf(one),
    meetings: one.meetings.length,
    lastEndMs: Date.parse(one.meetings[0]?.stored.meeting.endedAt ?? ''),
    href: one.name,
  }));
  return renderIndexPage({
    days: daysOf(site, ended, zone),
    meetings,
    isCut: site.isCut,
    series,
    attention,
    // What somebody can do something about stands first.
    needy: needy.toSorted((a, b) => Number(a.step.commands.length === 0) - Number(b.step.commands.length === 0)),
    writtenAtMs: now(),
    zone,
  });
}

function daysOf({ meetings }: Site, ended: TimeSpan | undefined, zone: Zone): TimeSpan | undefined {
  const from = ended?.from ?? meetings.at(-1)?.stored.meeting.endedAt;
  const to = ended?.to ?? meetings[0]?.stored.meeting.endedAt;
  if (from === undefined || to === undefined) return undefined;
  return { from: dayText(Date.parse(from), zone), to: dayText(Date.parse(to), zone) };
}
