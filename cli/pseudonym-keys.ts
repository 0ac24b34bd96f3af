import type { Rim } from './rim.ts';

/** The keys that stages pseudonymize with, one for each Zoom account, out of `PSEUDONYM_KEY`; none when it is not set. */
export const pseudonymKeys = ({ env }: Pick<Rim, 'env'>): readonly string[] =>
  (env.PSEUDONYM_KEY ?? '')
    .split(',')
    .map((key) => key.trim())
    .filter(Boolean);
