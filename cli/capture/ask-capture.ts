import * as z from 'zod/mini';
import type { ListType } from '../../shared/domain/capture.ts';
import { type Dataset, datasets, type Kind, kinds } from '../../shared/domain/dataset.ts';
import { askSweepFunction } from '../ask-sweep-function.ts';
import { CliError } from '../cli-error.ts';
import type { Stack } from '../stack.ts';
import type { ReportedPoll } from './capture-report.ts';

const optional = z.exactOptional;

const answer = z.object({
  meeting: optional(
    z.object({
      ...{ uuid: z.string(), kind: z.enum(kinds), meetingId: z.string(), endTime: z.string() },
      ...{ topic: optional(z.string()), startTime: optional(z.string()) },
    }),
  ),
  captures: z.array(z.object({ dataset: z.enum(datasets), look: z.int() })),
  fault: optional(z.string()),
});

export type AskedMeeting = {
  /** A UUID; with `live` also a meeting id. */
  readonly id: string;
  readonly kind?: Kind;
  readonly type?: ListType;
  readonly account?: string;
  readonly datasets?: readonly Dataset[];
};

/**
 * Has the deployed function ask Zoom what a meeting is that the store does not know, and queue its captures; with `live`
 * the looks of a snapshot. No credentials of Zoom's are needed here.
 * @throws {CliError} when Zoom shows none, or nothing could be queued
 */
export async function askCapture(asked: AskedMeeting, stack: Pick<Stack, 'invoke'>): Promise<ReportedPoll[]> {
  const { meeting, captures, fault } = await askSweepFunction(stack, { action: 'capture', ...asked }, answer);
  if (fault !== undefined || !meeting) throw new CliError(fault ?? 'The function did not say what it found.');
  const before = asked.type === 'live' ? 'running' : 'unregistered';
  return captures.map(({ dataset, look }) => ({ meeting, dataset, look, before }));
}
