import type { Plan } from '../../shared/domain/account/plan.ts';
import type { Fault } from './faults/fault.ts';
import type { SimulatedMeeting } from './meeting.ts';
import type { Random } from './rows/random.ts';
import type { SimulatedAccount } from './zoom/account.ts';
import type { Quota } from './zoom/rate-limit.ts';

export type Latency = number | { readonly minMs: number; readonly maxMs: number };

export type SimulatorOptions = {
  /** @default 0, a free one */
  readonly port?: number | undefined;
  /** Sets the rate limits, and whether there is a dashboard and reports. @default 'business' */
  readonly plan?: Plan | undefined;
  /** Whether the metrics endpoints are there. @default only on the business plan, as at Zoom */
  readonly dashboard?: boolean | undefined;
  /** @default one invented account */
  readonly accounts?: readonly SimulatedAccount[] | undefined;
  readonly meetings?: readonly SimulatedMeeting[] | undefined;
  readonly faults?: readonly Fault[] | undefined;
  /** What every API answer takes, at the least. @default 0 */
  readonly latencyMs?: Latency | undefined;
  /** Of access tokens. @default 3600 */
  readonly tokenLifetimeSeconds?: number | undefined;
  /** @default 900 */
  readonly pageTokenLifetimeSeconds?: number | undefined;
  /** Whether an account's new access token ends its former ones; the harshest of what was seen. @default true */
  readonly newTokenRevokesOld?: boolean | undefined;
  /** Replaces parts of the plan's rate limit, of every label. */
  readonly quota?: Partial<Quota> | undefined;
  /** Granted to every access token. @default all that the endpoints need */
  readonly scopes?: readonly string[] | undefined;
  /** What `type=past` says of a meeting of one participant. @default 'empty' */
  readonly oneParticipantPast?: 'empty' | 'not-found' | undefined;
  /** Zoom refuses meetings of more than a year ago with code 12702. @default none is too old, so that fixtures last */
  readonly refuseOlderThanDays?: number | undefined;
  /** Epoch milliseconds; tokens, limits, ends of meetings and faults go by it. @default Date.now */
  readonly now?: (() => number) | undefined;
  /** For tokens, latencies and the faults' dice. @default seeded: every run is the same */
  readonly random?: Random | undefined;
};
