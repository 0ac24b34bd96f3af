import { fieldText } from '../shared/domain/field-text.ts';
import type { StreamSummary } from '../shared/domain/quality/summary.ts';
import { type QualitySummary, type StreamName, streamNames } from '../shared/domain/quality/summary.ts';
import type { WorstSession } from '../shared/queries/index.ts';
import type { AnswerColumn, Cell } from './answer.ts';
import { percentText, roundedTo, secondText } from './answer-cells.ts';
import { meetingJson } from './meeting-columns.ts';

type Stream = { readonly name: StreamName; readonly summary: StreamSummary };

/** The stream with the largest share of bad minutes. */
export function worstStream(summary: QualitySummary): Stream | undefined {
  const streams = streamNames.flatMap((name): Stream[] => {
    const one = summary[name];
    return one ? [{ name, summary: one }] : [];
  });
  return streams.reduce<Stream | undefined>(
    (worst, one) => (worst && worst.summary.badShare >= one.summary.badShare ? worst : one),
    undefined,
  );
}

/** `video output` for people, also where Zoom's prefix is `as`. */
export const streamText = (name: StreamName): string => name.replace(/^as_/, 'screen_').replace('_', ' ');

const nameOf = ({ row, userId }: WorstSession): string =>
  fieldText(row ?? {}, 'user_name') ?? `user id ${userId ?? '-'}`;
const p95 = (session: WorstSession, measure: 'latency' | 'jitter' | 'loss'): Cell =>
  worstStream(session.summary)?.summary[measure]?.p95;

export const qualityColumns: readonly AnswerColumn<WorstSession>[] = [
  {
    name: 'bad_share',
    cell: ({ summary }) => roundedTo(summary.badShare, 4),
    text: ({ summary }) => percentText(summary.badShare),
  },
  { name: 'bad_minutes', cell: ({ summary }) => summary.badMinutes },
  { name: 'minutes', cell: ({ summary }) => summary.minutes },
  { name: 'name', width: 28, cell: nameOf },
  { name: 'email', only: 'csv', cell: ({ row }) => fieldText(row ?? {}, 'email') },
  { name: 'joined', cell: ({ joinTime }) => joinTime, text: ({ joinTime }) => secondText(joinTime) },
  {
    name: 'stream',
    cell: ({ summary }) => worstStream(summary)?.name,
    text: ({ summary }) => {
      const worst = worstStream(summary);
      return worst ? streamText(worst.name) : '';
    },
  },
  { name: 'latency', cell: (session) => p95(session, 'latency') },
  { name: 'jitter', cell: (session) => p95(session, 'jitter') },
  { name: 'loss', cell: (session) => p95(session, 'loss') },
  { name: 'network', width: 12, cell: ({ row }) => fieldText(row ?? {}, 'network_type') },
  { name: 'topic', width: 28, cell: ({ meeting }) => meeting.topic },
  { name: 'uuid', cell: ({ uuid }) => uuid },
  { name: 'user_id', only: 'csv', cell: ({ userId }) => userId },
];

export const qualityJson = (session: WorstSession) => ({
  name: nameOf(session),
  email: fieldText(session.row ?? {}, 'email'),
  ...{ userId: session.userId, joinTime: session.joinTime },
  badShare: session.summary.badShare,
  badMinutes: session.summary.badMinutes,
  minutes: session.summary.minutes,
  worstStream: worstStream(session.summary)?.name,
  summary: session.summary,
  meeting: meetingJson(session.meeting),
});
