import type { Simulator } from '../../local/simulator/simulator.ts';
import { mostInASecond } from '../../test/integration/zoom/rate-rig.ts';

export type SeenByZoom = {
  /** Answered with rows. */
  readonly calls: number;
  /** Answered with 429. */
  readonly refused: number;
  /** From the first call to the last. */
  readonly seconds: number;
  /** The most calls that arrived in any stretch of a second, refused ones too. */
  readonly busiestSecond: number;
  readonly tokenRequests: number;
};

/** What Zoom's side saw of it all. @throws when it answered otherwise than with rows or 429 */
export function seenByZoom({ calls, tokensIssued }: Pick<Simulator, 'calls' | 'tokensIssued'>): SeenByZoom {
  const made = calls.filter(({ endpoint }) => endpoint !== 'oauth');
  const odd = made.find(({ status }) => status !== 200 && status !== 429);
  if (odd) throw new Error(`Zoom answered ${odd.status}.`);
  const times = made.map(({ atMs }) => atMs);
  const refused = made.filter(({ status }) => status === 429).length;
  return {
    calls: made.length - refused,
    refused,
    seconds: (Math.max(...times) - Math.min(...times)) / 1_000,
    busiestSecond: mostInASecond(times),
    tokenRequests: tokensIssued,
  };
}
