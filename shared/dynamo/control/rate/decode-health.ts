import * as z from 'zod/mini';
import { type AccountHealth, healthy } from '../../../domain/outage/account-health.ts';

const optional = z.exactOptional;
const instant = z.number();
const cause = z.enum(['outage', 'day-limit']);

const accountHealth = z.object({
  failing: z.array(z.object({ name: z.string(), at: instant, calls: z.number() })),
  stop: optional(
    z.object({
      cause,
      since: instant,
      until: optional(instant),
      nextProbeAt: instant,
      probes: z.number(),
      probingUntil: optional(instant),
    }),
  ),
  lastStop: optional(z.object({ cause, since: instant, endedAt: instant })),
});

/** The health as it was stored. One that cannot be read is taken for a good one: a stop that nobody can end would be for ever. */
export function decodeHealth(value: unknown): AccountHealth {
  const { success, data } = accountHealth.safeParse(value);
  return success ? data : healthy;
}
