import type { ListType } from '../domain/capture.ts';
import type { Dataset, Kind } from '../domain/dataset.ts';
import { encodeUuid } from './uuid.ts';

export type PageRequest = {
  readonly kind: Kind;
  readonly dataset: Dataset;
  readonly uuid: string;
  /** `pastOne` is known to the participants of meetings alone; the report is always of the past. */
  readonly type: ListType;
  readonly pageToken?: string;
};

/** The largest pages Zoom gives: QoS defaults to 1 and gives at most 10, the others default to 30 and give 300. */
export const pageSizes: Readonly<Record<Dataset, number>> = { participants: 300, qos: 10, report: 300 };

/**
 * Path and query of one page, relative to the API's base. `type` is always sent, since Zoom's default is `live`; the
 * parameters are the same on every page, as Zoom demands with a page token.
 */
export function pagePath({ kind, dataset, uuid, type, pageToken }: PageRequest): string {
  const source = dataset === 'report' ? 'report' : 'metrics';
  const tail = dataset === 'qos' ? '/qos' : '';
  const query = new URLSearchParams({ page_size: String(pageSizes[dataset]) });
  if (dataset !== 'report') query.set('type', type);
  if (dataset !== 'qos' && type !== 'live') query.set('include_fields', 'registrant_id');
  if (pageToken !== undefined) query.set('next_page_token', pageToken);
  return `/${source}/${kind}s/${encodeUuid(uuid)}/participants${tail}?${query}`;
}
