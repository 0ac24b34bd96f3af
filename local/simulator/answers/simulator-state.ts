import { createFaultDesk, type FaultDesk } from '../faults/fault-desk.ts';
import type { SimulatedMeeting } from '../meeting.ts';
import type { SimulatorOptions } from '../options.ts';
import { fork, type Random } from '../rows/random.ts';
import { type AccessTokens, createAccessTokens } from '../zoom/access-tokens.ts';
import { inventedAccount, type SimulatedAccount } from '../zoom/account.ts';
import { allScopes } from '../zoom/endpoints.ts';
import { createPageTokens, type PageTokens } from '../zoom/page-tokens.ts';
import { createRateLimiter, type RateLimiter } from '../zoom/rate-limit.ts';

/** Everything on Zoom's side. */
export type SimulatorState = {
  readonly accounts: readonly [SimulatedAccount, ...SimulatedAccount[]];
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

/** Zoom's side as the options describe it. */
export function createSimulatorState(
  options: SimulatorOptions & { readonly random: Random },
  apiOrigin: () => string,
): SimulatorState {
  const { plan = 'business', now = Date.now, random, scopes = allScopes } = options;
  const [first = inventedAccount, ...others] = options.accounts ?? [];
  const accounts = [first, ...others] as const;
  const faults = createFaultDesk({ now, random });
  faults.set(options.faults ?? []);
  return {
    accounts: [...accounts],
    meetings: new Map((options.meetings ?? []).map((meeting) => [meetingKey(meeting), meeting])),
    accessTokens: createAccessTokens({
      accounts,
      scopes,
      lifetimeSeconds: options.tokenLifetimeSeconds ?? 3600,
      newTokenRevokesOld: options.newTokenRevokesOld ?? true,
      apiOrigin,
      now,
      random: fork(random),
    }),
    pageTokens: createPageTokens({
      lifetimeSeconds: options.pageTokenLifetimeSeconds ?? 900,
      now,
      random: fork(random),
    }),
    limiter: createRateLimiter({ plan, override: options.quota }),
    faults,
    scopes,
    dashboard: options.dashboard ?? plan === 'business',
    reports: plan !== 'free',
    oneParticipantPast: options.oneParticipantPast ?? 'empty',
    refuseOlderThanDays: options.refuseOlderThanDays,
    now,
  };
}
