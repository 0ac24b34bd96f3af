import { descriptions } from '../datasets/datasets.ts';
import { byDataset, type Dataset } from '../domain/dataset.ts';
import type { Kind, ListType } from '../domain/kind.ts';
import { encodeUuid } from './uuid.ts';

export type PageRequest = {
  readonly kind: Kind;
  readonly dataset: Dataset;
  readonly uuid: string;
  /** One that the dataset has, see `hasListType`; the report is always of the past. */
  readonly type: ListType;
  readonly pageToken?: string;
};

/** The largest pages Zoom gives. */
export const pageSizes = byDataset((dataset): number => descriptions[dataset].zoom.pageSize);

/**
 * Path and query of one page, relative to the API's base. `type` is always sent, since Zoom's default is `live`; the
 * parameters are the same on every page, as Zoom demands with a page token.
 */
export function pagePath({ kind, dataset, uuid, type, pageToken }: PageRequest): string {
  const { source, path, pageSize, types, includeFields } = descriptions[dataset].zoom;
  const query = new URLSearchParams({ page_size: String(pageSize) });
  if (types) query.set('type', type);
  if (includeFields !== undefined && type !== 'live') query.set('include_fields', includeFields);
  if (pageToken !== undefined) query.set('next_page_token', pageToken);
  return `/${source}/${kind}s/${encodeUuid(uuid)}${path}?${query}`;
}
