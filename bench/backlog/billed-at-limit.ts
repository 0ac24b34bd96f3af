import { mustBeSettled } from '../engines/must-be-settled.ts';
import type { Line } from '../figure.ts';
import { startBacklog } from './backlog.ts';
import { drain, stackFleet } from './drain.ts';
import { ourEnvironments } from './our-environment.ts';

const meetings = 200;

/** The same where all environments of the stack are at work and Zoom's limit sets the pace, in virtual time. */
export async function billedAtLimit(): Promise<Line> {
  const billedMs = async (batchSize: number): Promise<number> => {
    await using backlog = await startBacklog(meetings, 'business');
    const { billedMs } = await drain(backlog, { ...stackFleet, batchSize }, ourEnvironments(backlog));
    await mustBeSettled(backlog.dynamodbUrl, backlog.meetings);
    return billedMs / meetings;
  };
  return {
    what: `${meetings} of the mix, the whole stack at the plan's limit`,
    unit: 'billed ms a meeting',
    ours: await billedMs(stackFleet.batchSize),
    against: { what: 'a message an invocation', value: await billedMs(1) },
    note: 'virtual time; both wait for the limit',
  };
}
