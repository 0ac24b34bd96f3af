import type { DatasetDescription } from '../../datasets/dataset.ts';
import { descriptions } from '../../datasets/datasets.ts';
import type { Dataset } from '../../domain/dataset.ts';
import type { Page } from '../answers/read-answer.ts';

/**
 * Where a poll stands in a dataset: in which of its lists, of which occurrence, and at which page of it. Captures keep it in the
 * place of Zoom's page token.
 */
export type ListPosition = {
  readonly list: number;
  readonly occurrenceId?: string;
  readonly pageToken?: string;
};

/** The first page of a poll that asks for this occurrence, or for none. */
export const firstPosition = (occurrenceId?: string | false): ListPosition => ({
  list: 0,
  ...(occurrenceId && { occurrenceId }),
});

const zoomOf = (dataset: Dataset): DatasetDescription['zoom'] => descriptions[dataset].zoom;

/** Whether positions say more than Zoom's page token does; where they do not they are the token as it is. */
const hasPositions = (dataset: Dataset): boolean => {
  const { lists, hasOccurrences = false } = zoomOf(dataset);
  return lists !== undefined || hasOccurrences;
};

export function readPosition(dataset: Dataset, text: string): ListPosition {
  if (!hasPositions(dataset)) return { list: 0, pageToken: text };
  const [list, occurrenceId, pageToken]: (string | number | null)[] = JSON.parse(text);
  return {
    list: Number(list),
    ...(typeof occurrenceId === 'string' && { occurrenceId }),
    ...(typeof pageToken === 'string' && { pageToken }),
  };
}

/** Where a poll goes on after this page; undefined when it was the last one of the last list. */
export function nextPosition(
  dataset: Dataset,
  { list, occurrenceId }: ListPosition,
  { nextPageToken }: Page,
): string | undefined {
  if (!hasPositions(dataset)) return nextPageToken;
  const { lists = [{}] } = zoomOf(dataset);
  if (nextPageToken !== undefined) return JSON.stringify([list, occurrenceId ?? null, nextPageToken]);
  return list + 1 < lists.length ? JSON.stringify([list + 1, occurrenceId ?? null, null]) : undefined;
}
