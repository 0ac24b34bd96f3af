import type { DatasetDescription } from '../datasets/dataset.ts';
import { descriptions } from '../datasets/datasets.ts';
import { omit } from '../domain/omit.ts';
import { pick } from '../domain/pick.ts';
import type { AskedFor, Page } from './answers/read-answer.ts';
import { type PageRequest, pagePath } from './endpoints.ts';
import { ZoomNotReadyError } from './errors.ts';
import { firstPosition, nextPosition, readPosition } from './lists/list-position.ts';
import { mayHaveOccurrences, occurrenceOf, plannedPath } from './lists/occurrences.ts';

export type HeldPage = Page & {
  /** To be called when the rows are stored or not wanted: until then the page takes room from the worker's others. */
  readonly done: () => void;
};

/** One call; `path` is relative to the API's base, `about` names the meeting or the list. */
export type Ask = AskedFor & { readonly path: string; readonly about: string };

type AskZoom = (asked: Ask) => Promise<HeldPage>;

/**
 * One page of a dataset, from whichever of its lists the poll has come to. Its page token leads through all of them. Before the
 * first page of a recurring meeting's one call more tells which occurrence to ask for.
 * @throws ZoomError
 */
export async function readDatasetPage(request: PageRequest, ask: AskZoom): Promise<HeldPage> {
  const { dataset, kind, uuid: about, pageToken } = request;
  const { rowsName, lists, hasOccurrences }: DatasetDescription['zoom'] = descriptions[dataset].zoom;
  const position =
    pageToken === undefined
      ? firstPosition(hasOccurrences && (await findOccurrence(request, ask)))
      : readPosition(dataset, pageToken);
  const page = await ask({
    path: pagePath({ ...omit(request, 'pageToken'), ...pick(position, 'pageToken') }, position),
    about,
    rowsName,
    hadPageToken: position.pageToken !== undefined,
    list: { dataset, kind },
  });
  const next = nextPosition(dataset, position, page);
  // Of several lists each counts its own.
  const rest = lists ? omit(page, 'nextPageToken', 'totalRows') : omit(page, 'nextPageToken');
  return { ...rest, ...(next !== undefined && { nextPageToken: next }) };
}

/** Undefined where the meeting has no occurrences, or is gone. */
async function findOccurrence({ kind, planned, uuid }: PageRequest, ask: AskZoom): Promise<string | undefined> {
  if (!planned || !mayHaveOccurrences(planned)) return undefined;
  try {
    const { rows, done } = await ask({ path: plannedPath(kind, planned), about: uuid, hadPageToken: false });
    done();
    return occurrenceOf(planned, rows[0] ?? {});
  } catch (error) {
    if (error instanceof ZoomNotReadyError) return undefined;
    throw error;
  }
}
