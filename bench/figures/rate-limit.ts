import { planLimits } from '../../shared/domain/account/plan-limits.ts';
import { startBacklog } from '../backlog/backlog.ts';
import { type Drain, drain, stackFleet } from '../backlog/drain.ts';
import { obviousEnvironments } from '../backlog/obvious-environment.ts';
import { ourEnvironments } from '../backlog/our-environment.ts';
import { mustBeSettled } from '../engines/must-be-settled.ts';
import type { Figure } from '../figure.ts';

const plan = 'business';
const meetings = 2_000;
/** Of the obvious way, whose five times as many calls would take as much longer: enough to see how it goes. */
const obviousMeetings = 200;

/** A backlog worked off by as many environments as the stack has, in virtual time, as Zoom sees it. */
export const rateLimit: Figure = {
  name: 'rate-limit',
  about: "a backlog of 2,000 meetings at the plan's limit (4)",
  async measure(told) {
    told(`a backlog of ${meetings} meetings, which takes minutes`);
    const ours = await drainOurs();
    told(`the obvious way, ${obviousMeetings} meetings`);
    const obvious = await drainObvious();
    const { perSecond } = planLimits[plan];
    const share = (part: number, { calls, refused }: Drain) => (100 * part) / (calls + refused);
    const workers = Object.values(stackFleet.environments).reduce((sum, count) => sum + count);
    return [
      {
        what: `a backlog of ${meetings.toLocaleString('en-US')} meetings, ${workers} environments`,
        unit: 'calls a second',
        ours: ours.calls / ours.seconds,
        against: { what: `the ${plan} plan`, value: perSecond },
        bar: { of: 'ratio', least: 0.9 },
        note: `${ours.calls.toLocaleString('en-US')} calls in ${Math.round(ours.seconds)} s of virtual time`,
      },
      {
        what: 'most calls in any second',
        unit: 'calls',
        ours: ours.busiestSecond,
        against: { what: `the ${plan} plan`, value: perSecond },
        bar: { of: 'ratio', most: 1 },
      },
      {
        what: 'calls that Zoom refused',
        unit: '%',
        ours: share(ours.refused, ours),
        against: { what: 'obvious way', value: share(obvious.refused, obvious) },
        bar: { of: 'value', most: 0 },
      },
      { what: 'requests for access tokens', unit: 'requests', ours: ours.tokenRequests, bar: { of: 'value', most: 1 } },
      {
        what: 'meetings captured',
        unit: 'meetings a minute',
        ours: (60 * meetings) / ours.seconds,
        // Its large meetings outlast a backlog of so few: what the plan allows it at best.
        against: { what: 'obvious way at best', value: (60 * perSecond * obviousMeetings) / obvious.calls },
      },
    ];
  },
};

async function drainOurs(): Promise<Drain> {
  await using backlog = await startBacklog(meetings, plan);
  const drained = await drain(backlog, stackFleet, ourEnvironments(backlog));
  await mustBeSettled(backlog.dynamodbUrl, backlog.meetings);
  return drained;
}

async function drainObvious(): Promise<Drain> {
  await using backlog = await startBacklog(obviousMeetings, plan);
  // Awaited, or the backlog would be closed first.
  return await drain(backlog, { ...stackFleet, batchSize: 1 }, await obviousEnvironments(backlog));
}
