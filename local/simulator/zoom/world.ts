import type { FaultDesk } from '../faults/fault-desk.ts';
import type { SimulatedMeeting } from '../meeting.ts';
import type { AccessTokens } from './access-tokens.ts';
import type { Credentials } from './account.ts';
import type { PageTokens } from './page-tokens.ts';
import type { RateLimiter } from './rate-limiter.ts';

/** Everything on Zoom's side. */
export type World = {
  readonly accounts: readonly [Credentials, ...Credentials[]];
  /** By kind and UUID; see `meetingKey`. */
  readonly meetings: Map<string, SimulatedMeeting>;
  readonly accessTokens: AccessTokens;
  readonly pageTokens: PageTokens;
  readonly limiter: RateLimiter;
  readonly faults: FaultDesk;
  /** Scopes of every access token. */
  readonly scopes: readonly string[];
  /** Whether the dashboard (the metrics endpoints) is there. */
  readonly dashboard: boolean;
  /** Whether reports are there (not on the free plan). */
  readonly reports: boolean;
  /** What `type=past` says of a meeting of one participant. */
  readonly oneParticipantPast: 'empty' | 'not-found';
  /** From this age on a meeting is refused with code 12702; never when undefined. */
  readonly refuseOlderThanDays: number | undefined;
  readonly now: () => number;
};

export const meetingKey = ({ kind, uuid }: Pick<SimulatedMeeting, 'kind' | 'uuid'>) => `${kind}|${uuid}`;
