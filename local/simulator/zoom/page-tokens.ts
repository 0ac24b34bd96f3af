import { type Random, randomBytesFrom } from '../rows/random.ts';
import type { Rows } from '../rows/row.ts';

/** What one poll of one list sees: the rows when its first page was asked for. */
export type Listing = {
  readonly rows: Rows;
  /** As `total_records` says; not always the number of rows there are. */
  readonly totalRecords: number;
};

export type ListingPage = {
  readonly listing: Listing;
  /** 1 for the first. */
  readonly number: number;
  /** Index of its first row. */
  readonly offset: number;
};

export type PageTokens = {
  /** A token for this page of exactly this request (its path and parameters without the token). */
  readonly issue: (request: string, page: ListingPage) => string;
  /** The page, any number of times; undefined when the token is unknown, too old, or of another request. */
  readonly redeem: (request: string, token: string) => ListingPage | undefined;
};

/** Opaque tokens that must be URL-encoded by whoever sends them back: they end in `==` and hold `+` and `/`. */
export function createPageTokens(deps: {
  readonly lifetimeSeconds: number;
  readonly now: () => number;
  readonly random: Random;
}): PageTokens {
  const issued = new Map<string, { request: string; page: ListingPage; expiresAtMs: number }>();

  const forgetExpired = () => {
    for (const [token, { expiresAtMs }] of issued) {
      if (deps.now() < expiresAtMs) return;
      issued.delete(token);
    }
  };

  return {
    issue(request, page) {
      forgetExpired();
      const token = `${randomBytesFrom(deps.random, 24).toString('base64')}+/==`;
      issued.set(token, { request, page, expiresAtMs: deps.now() + deps.lifetimeSeconds * 1000 });
      return token;
    },
    redeem(request, token) {
      const known = issued.get(token);
      if (known === undefined || known.request !== request || deps.now() >= known.expiresAtMs) return undefined;
      return known.page;
    },
  };
}
