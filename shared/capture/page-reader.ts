import type { PageRequest } from '../domain/capture/capture-machine.ts';
import type { Dataset } from '../domain/dataset.ts';
import type { ZoomClient } from '../zoom/client.ts';
import type { HeldPage } from '../zoom/dataset-page.ts';
import { ZoomPagingError } from '../zoom/errors.ts';
import type { PlannedMeeting } from '../zoom/lists/occurrences.ts';

/** A page, and when Zoom gave it (ISO 8601): its page token lives 15 minutes from then. */
export type FetchedPage = HeldPage & { readonly fetchedAt: string };

type AskedMeeting = {
  readonly uuid: string;
  readonly dataset: Dataset;
  readonly planned: PlannedMeeting;
  readonly now: () => number;
};

/** The pages of one poll, one after the other; one may be asked for ahead, while the one before is stored. */
export class PageReader {
  readonly #zoom: Pick<ZoomClient, 'page'>;
  readonly #asked: AskedMeeting;
  /** Page tokens that lead in a circle would be followed for ever. */
  #askedWith = new Set<string | undefined>();
  #ahead: Promise<FetchedPage> | undefined;

  constructor(zoom: Pick<ZoomClient, 'page'>, asked: AskedMeeting) {
    this.#zoom = zoom;
    this.#asked = asked;
  }

  /** @throws ZoomError */
  async fetch(request: PageRequest): Promise<FetchedPage> {
    this.release();
    return await this.#ask(request);
  }

  async #ask(request: PageRequest): Promise<FetchedPage> {
    const { uuid, dataset, planned, now } = this.#asked;
    const { pageToken } = request;
    if (pageToken === undefined) this.#askedWith = new Set();
    else this.#askedWith.add(pageToken);
    const page = await this.#zoom.page({ uuid, dataset, planned, ...request });
    if (this.#askedWith.has(page.nextPageToken)) {
      page.done();
      throw new ZoomPagingError('Zoom gave a page token that it was asked with before.');
    }
    return { ...page, fetchedAt: new Date(now()).toISOString() };
  }

  fetchAhead(request: PageRequest): void {
    this.#ahead = this.#ask(request);
    // Awaited after the page before is stored; a failure until then is no unhandled one.
    this.#ahead.catch(() => {});
  }

  /** The page that was asked for ahead. @throws ZoomError */
  async takeAhead(): Promise<FetchedPage> {
    const ahead = this.#ahead;
    this.#ahead = undefined;
    if (!ahead) throw new Error('No page was asked for ahead.');
    return await ahead;
  }

  /** Lets go of a page on its way that nobody waits for any more. */
  release(): void {
    this.#ahead?.then(
      ({ done }) => done(),
      () => {},
    );
    this.#ahead = undefined;
  }
}
