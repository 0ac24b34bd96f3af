import type { SimulatedMeeting } from '../../local/simulator/meeting.ts';
import { generateMeeting } from '../../local/simulator/meetings.ts';
import { seededRandom } from '../../local/simulator/rows/random.ts';
import { type Simulator, startSimulator } from '../../local/simulator/simulator.ts';
import type { Plan } from '../../shared/domain/account/plan.ts';
import type { EndedMeeting } from '../../shared/domain/meeting/ended-meeting.ts';
import { type VirtualTime, virtualTime } from '../../test/integration/zoom/virtual-time.ts';
import { startEngine } from '../engines/start-engine.ts';
import { mixRecipes } from '../meeting-mix.ts';
import { inAnyOrder } from './in-any-order.ts';

const start = '2026-11-20T09:00:00Z';
/** More than a day before, so that the first poll settles a capture: nothing but the backlog is worked on. */
const endTime = '2026-11-18T09:00:00Z';

/** Meetings that nobody has captured yet, in a time that passes only when everybody waits: exact, whatever else the machine does. */
export type Backlog = AsyncDisposable & {
  readonly time: VirtualTime;
  readonly random: () => number;
  readonly plan: Plan;
  readonly simulator: Simulator;
  readonly dynamodbUrl: string;
  /** Large and small in any order. */
  readonly meetings: readonly EndedMeeting[];
};

/** A backlog of the stated mix of sizes, with Zoom's side by the plan's limits and tables of its own. */
export async function startBacklog(count: number, plan: Plan): Promise<Backlog> {
  const time = virtualTime(start);
  const random = seededRandom(1);
  const simulator = await startSimulator({ plan, dashboard: true, now: time.now, random: seededRandom(2) });
  const engine = await startEngine();
  const account = simulator.credentials.accountId;
  const meetings = inAnyOrder(mixRecipes(count, endTime), random).map((recipe) => {
    const meeting = generateMeeting(recipe);
    simulator.addMeeting(meeting);
    return endedOf(meeting, account);
  });
  return {
    time,
    random,
    plan,
    simulator,
    dynamodbUrl: engine.url,
    meetings,
    async [Symbol.asyncDispose]() {
      await simulator.close();
      await engine.close();
    },
  };
}

/** As the ended event tells of it. */
function endedOf(
  { kind, uuid, meetingId, topic, hostId, startTime, timezone, type, ...meeting }: SimulatedMeeting,
  account: string,
): EndedMeeting {
  return { account, kind, uuid, meetingId, topic, hostId, startTime, endTime: meeting.endTime, timezone, type };
}
