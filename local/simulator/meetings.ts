import type { Kind } from '../../shared/domain/meeting/kind.ts';
import type { SimulatedMeeting } from './meeting.ts';
import { pollRow, questionRow, surveyRow } from './rows/answer-rows.ts';
import { participantRow } from './rows/participant-row.ts';
import { qosRow } from './rows/qos-row.ts';
import { integerFrom, randomBytesFrom, seededRandom, seedOf } from './rows/random.ts';
import { absentRows, registrantRow } from './rows/registrant-row.ts';
import { reportRow } from './rows/report-row.ts';
import {
  countSessions,
  countSessionsWithMedia,
  type MeetingPlan,
  sessionAt,
  sessionWithMedia,
} from './rows/session.ts';

export type MeetingRecipe = {
  /** The same recipe gives the same meeting, whole. */
  readonly seed: number;
  /** @default 'meeting' */
  readonly kind?: Kind | undefined;
  /** What its ended event calls it. @default its kind */
  readonly endedAs?: Kind | undefined;
  /**
   * People who took part. Some of them have two rows (rejoined, waited, went to a breakout room): a fifth of them, three
   * at the least, none in meetings of less than four.
   */
  readonly participants: number;
  /** Who registered, those who came first. @default 0 */
  readonly registrants?: number | undefined;
  /** Who answered polls and the survey, and asked questions: the first of those who took part. @default 0 */
  readonly answers?: number | undefined;
  /** Of a recurring meeting. */
  readonly occurrenceId?: string | undefined;
  /** Length of the meeting; there is one quality sample for each minute somebody was there. */
  readonly minutes: number;
  /** @default a fixed instant, so that nothing depends on today */
  readonly endTime?: Date | string | undefined;
  /** @default 16 bytes of the seed in base64, as Zoom's are */
  readonly uuid?: string | undefined;
  readonly meetingId?: string | undefined;
  readonly topic?: string | undefined;
  readonly accountId?: string | undefined;
  readonly practiceSession?: boolean | undefined;
  readonly listedSecondsAfterEnd?: number | undefined;
};

/** Makes a meeting of any size; its rows are made when they are asked for, so 50,000 people take no memory. */
export function generateMeeting(recipe: MeetingRecipe): SimulatedMeeting {
  const {
    seed,
    kind = 'meeting',
    endedAs,
    participants: people,
    minutes,
    registrants = 0,
    answers = 0,
    occurrenceId,
    accountId,
    practiceSession,
    listedSecondsAfterEnd,
  } = recipe;
  const random = seededRandom(seedOf(seed, 'meeting'));
  const uuid = randomBytesFrom(random, 16).toString('base64');
  const meetingId = String(integerFrom(random, 80_000_000_000, 99_999_999_999));
  const endAtMs = new Date(recipe.endTime ?? '2026-11-02T10:30:00Z').getTime();
  const plan: MeetingPlan = { seed, people, startAtMs: endAtMs - minutes * 60_000, endAtMs };
  const count = countSessions(plan);
  const written = (atMs: number) => new Date(atMs).toISOString().replace(/\.\d+Z$/, 'Z');
  return {
    kind,
    uuid: recipe.uuid ?? uuid,
    meetingId: recipe.meetingId ?? meetingId,
    topic: recipe.topic ?? `Weekly ${kind} ${seed}`,
    hostId: sessionAt(plan, 0).person.id,
    type: typeOf(kind, occurrenceId !== undefined),
    startTime: written(plan.startAtMs),
    endTime: written(endAtMs),
    timezone: 'Europe/Zurich',
    ...(endedAs !== undefined && { endedAs }),
    ...(occurrenceId !== undefined && { occurrenceId }),
    ...(accountId !== undefined && { accountId }),
    ...(practiceSession !== undefined && { practiceSession }),
    ...(listedSecondsAfterEnd !== undefined && { listedSecondsAfterEnd }),
    participants: { count, at: (index) => participantRow(seed, kind, sessionAt(plan, index)) },
    report: { count, at: (index) => reportRow(sessionAt(plan, index)) },
    registrants: { count: registrants, at: (index) => registrantRow(seed, index, people) },
    polls: { count: answers, at: (index) => pollRow({ seed, index, endAtMs }) },
    qa: { count: answers, at: (index) => questionRow({ seed, index, endAtMs }) },
    survey: { count: answers, at: (index) => surveyRow({ seed, index, endAtMs }) },
    absentees: kind === 'webinar' ? absentRows(seed, registrants, people) : [],
    qos: {
      count: countSessionsWithMedia(plan),
      at: (index) => qosRow(seed, kind, sessionAt(plan, sessionWithMedia(plan, index))),
    },
  };
}

/** Zoom's number: scheduled, or recurring at planned times. */
function typeOf(kind: Kind, isRecurring: boolean): number {
  if (kind === 'webinar') return isRecurring ? 9 : 5;
  return isRecurring ? 8 : 2;
}

/**
 * The showcase: one meeting of each sort that asks something of a capture, all ended a moment before `now`.
 *
 * A team of seven, a town hall of 450, a webinar of thirty, a meeting of one, and UUIDs that begin with `/` or hold
 * `//`, `/` and `+`, which are easily asked for wrongly.
 */
export function sampleMeetings(now: Date): SimulatedMeeting[] {
  const endTime = new Date(now.getTime() - 60_000);
  const recipes: Omit<MeetingRecipe, 'seed' | 'endTime'>[] = [
    { participants: 7, minutes: 30, topic: 'Team sync 🚀' },
    { participants: 450, minutes: 10, topic: 'Town hall: 明けまして & "questions" 🎉' },
    { kind: 'webinar', participants: 30, minutes: 45, topic: 'Launch webinar – Größe zählt' },
    { participants: 1, minutes: 5, topic: 'Nobody else came' },
    { participants: 4, minutes: 15, topic: 'Begins with a slash', uuid: '/bM3k0pVTL2GdZ1rY7eXqA==' },
    { participants: 3, minutes: 15, topic: 'Slashes inside', uuid: 'q7//L+xTRpK/8cV0n+ZyWg==' },
  ];
  return recipes.map((recipe, index) => generateMeeting({ ...recipe, seed: index + 1, endTime }));
}
