import { isRow } from '../shared/domain/exact-json.ts';
import { fieldText } from '../shared/domain/field-text.ts';
import type { Spread } from '../shared/domain/quality/spread.ts';
import { isBadMinute, type Medium, type Reading, readStream } from '../shared/domain/quality/stream-minute.ts';
import type { StreamSummary } from '../shared/domain/quality/summary.ts';
import { type StreamName, streamNames } from '../shared/domain/quality/summary.ts';
import type { Row } from '../shared/domain/row.ts';
import type { SessionQuality } from '../shared/queries/index.ts';
import type { AnswerColumn } from './answer.ts';
import { percentText, roundedTo, secondText } from './answer-cells.ts';
import { streamText } from './quality-columns.ts';

type Who = { readonly row: Row; readonly stream?: StreamName };

/** One medium in one direction of one session; without a stream where nothing was measured. */
export type StreamLine = Who & { readonly summary?: StreamSummary };

export function streamLines({ row, summary }: SessionQuality): StreamLine[] {
  const lines = streamNames.flatMap((stream): StreamLine[] => {
    const one = summary?.[stream];
    return one ? [{ row, stream, summary: one }] : [];
  });
  return lines.length > 0 ? lines : [{ row }];
}

/** One minute of one stream. */
export type MinuteLine = Who & { readonly stream: StreamName; readonly at: string; readonly reading: Reading };

export function minuteLines({ row }: SessionQuality): MinuteLine[] {
  const samples: readonly unknown[] = Array.isArray(row.user_qos) ? row.user_qos : [];
  return samples.filter(isRow).flatMap((sample) =>
    streamNames.flatMap((stream): MinuteLine[] => {
      const reading = readStream(sample[stream]);
      return reading ? [{ row, stream, at: fieldText(sample, 'date_time') ?? '', reading }] : [];
    }),
  );
}

const who: readonly AnswerColumn<Who>[] = [
  { name: 'name', width: 28, cell: ({ row }) => fieldText(row, 'user_name') },
  { name: 'email', only: 'csv', cell: ({ row }) => fieldText(row, 'email') },
  { name: 'user_id', cell: ({ row }) => fieldText(row, 'user_id') },
];
const stream: AnswerColumn<Who> = {
  name: 'stream',
  cell: (line) => line.stream,
  text: (line) => (line.stream ? streamText(line.stream) : ''),
};

/** `avg / p95 / max` for people, three columns in CSV. */
const spreadColumns = (
  measure: 'latency' | 'jitter' | 'loss' | 'bitrate',
  unit: string,
): readonly AnswerColumn<StreamLine>[] => [
  {
    name: `${measure}_${unit}`,
    only: 'people',
    cell: () => undefined,
    text: ({ summary }) => spreadText(summary?.[measure]),
  },
  ...(['avg', 'p95', 'max'] as const).map(
    (part): AnswerColumn<StreamLine> => ({
      name: `${measure}_${part}_${unit}`,
      only: 'csv',
      cell: ({ summary }) => summary?.[measure]?.[part],
    }),
  ),
];

const spreadText = (spread: Spread | undefined): string =>
  spread ? `${spread.avg} / ${spread.p95} / ${spread.max}` : '';

export const streamColumns: readonly AnswerColumn<StreamLine>[] = [
  ...who,
  {
    name: 'joined',
    cell: ({ row }) => fieldText(row, 'join_time'),
    text: ({ row }) => secondText(fieldText(row, 'join_time')),
  },
  stream,
  { name: 'minutes', cell: ({ summary }) => summary?.minutes },
  {
    name: 'bad_share',
    cell: ({ summary }) => summary && roundedTo(summary.badShare, 4),
    text: ({ summary }) => (summary ? percentText(summary.badShare) : ''),
  },
  ...spreadColumns('latency', 'ms'),
  ...spreadColumns('jitter', 'ms'),
  ...spreadColumns('loss', 'percent'),
  ...spreadColumns('bitrate', 'kbps'),
];

export const minuteColumns: readonly AnswerColumn<MinuteLine>[] = [
  ...who,
  { name: 'minute', cell: ({ at }) => at, text: ({ at }) => secondText(at) },
  stream,
  { name: 'bad', cell: ({ stream: of, reading }) => (isBadMinute(mediumOf(of), reading) ? 'bad' : '') },
  { name: 'latency_ms', cell: ({ reading }) => reading.latency },
  { name: 'jitter_ms', cell: ({ reading }) => reading.jitter },
  { name: 'avg_loss_percent', cell: ({ reading }) => reading.avg_loss },
  { name: 'max_loss_percent', cell: ({ reading }) => reading.max_loss },
  { name: 'bitrate_kbps', cell: ({ reading }) => reading.bitrate },
];

const mediumOf = (name: StreamName): Medium =>
  name.startsWith('audio') ? 'audio' : name.startsWith('video') ? 'video' : 'as';
