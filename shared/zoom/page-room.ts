import { waitAtMost } from '../runtime/wait-at-most.ts';
import { ZoomTransientError } from './errors.ts';

/** Memory for pages between their arrival and their rows' being stored. */
export type PageRoom = {
  /**
   * Resolves, in the order of asking, when a page of this many characters fits beside those that are in; one alone always does.
   * Call what it gives when the page is no longer needed; again does nothing.
   * @throws ZoomTransientError when that takes longer than 30 seconds
   */
  readonly enter: (characters: number) => Promise<() => void>;
};

type Page = { readonly characters: number };
type WaitingPage = Page & { readonly letIn: () => void };

/** Storing the rows of the pages that are in takes seconds. */
const patienceMs = 30_000;
/** No invocation lasts longer: whoever has not left by then has died or hangs. */
const longestStayMs = 120_000;

/**
 * Room for `most` characters of JSON at a time, for all captures of a worker. A page takes about ten times its text once it is decoded, and a
 * QoS page of a long meeting has megabytes: ten captures at once would outgrow the function.
 */
export function createPageRoom(most: number, now: () => number): PageRoom {
  const inside = new Map<Page, { readonly since: number }>();
  let waiting: readonly WaitingPage[] = [];

  const taken = () => [...inside.keys()].reduce((sum, { characters }) => sum + characters, 0);
  const letIn = () => {
    for (const [page, { since }] of inside) if (now() - since > longestStayMs) inside.delete(page);
    for (let first = waiting[0]; first && fits(first); first = waiting[0]) {
      waiting = waiting.slice(1);
      inside.set(first, { since: now() });
      first.letIn();
    }
  };
  const fits = ({ characters }: Page) => inside.size === 0 || taken() + characters <= most;

  return {
    async enter(characters) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const page: WaitingPage = { characters, letIn: resolve };
      waiting = [...waiting, page];
      letIn();
      await waitAtMost(patienceMs, promise, () => {
        waiting = waiting.filter((other) => other !== page);
        return new ZoomTransientError('There was no room for a page in time.');
      });
      return () => {
        inside.delete(page);
        letIn();
      };
    },
  };
}
