import { createFaultDesk } from '../faults/fault-desk.ts';
import type { SimulatorOptions } from '../options.ts';
import { fork, type Random } from '../rows/random.ts';
import { createAccessTokens } from './access-tokens.ts';
import { inventedAccount } from './account.ts';
import { detailScopes } from './details/detail-endpoint.ts';
import { allScopes } from './endpoint.ts';
import { listScopes } from './lists/list-endpoint.ts';
import { createPageTokens } from './page-tokens.ts';
import { createRateLimiter } from './rate-limiter.ts';
import { meetingKey, type World } from './world.ts';

/** Zoom's side as the options describe it. */
export function createWorld(options: SimulatorOptions & { readonly random: Random }, apiOrigin: () => string): World {
  const {
    plan = 'business',
    now = Date.now,
    random,
    scopes = [...allScopes, ...listScopes, ...detailScopes],
  } = options;
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
