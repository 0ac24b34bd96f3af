import type { DatasetDescription } from '../datasets/dataset.ts';
import { descriptions } from '../datasets/datasets.ts';
import { byDataset, type Dataset } from '../domain/dataset.ts';
import type { Kind, ListType } from '../domain/meeting/kind.ts';
import type { PlannedMeeting } from './lists/occurrences.ts';
import { encodeUuid } from './uuid.ts';

export type PageRequest = {
  readonly kind: Kind;
  readonly dataset: Dataset;
  readonly uuid: string;
  /** What a dataset of the meeting as it was planned is asked for by; the others do without. */
  readonly planned?: PlannedMeeting;
  /** One that the dataset has, see `hasListType`; the report is always of the past. */
  readonly type: ListType;
  /** @default the largest that Zoom gives */
  readonly pageSize?: number;
  readonly pageToken?: string;
};

/** Which of a dataset's lists, and of which occurrence of a recurring meeting. */
export type ListChoice = { readonly list?: number; readonly occurrenceId?: string | undefined };

const zoomOf = (dataset: Dataset): DatasetDescription['zoom'] => descriptions[dataset].zoom;

/** The largest pages Zoom gives; without an end where it gives all rows at once. */
export const pageSizes = byDataset((dataset): number => zoomOf(dataset).pageSize ?? Number.POSITIVE_INFINITY);

/**
 * Path and query of one page, relative to the API's base. `type` is always sent, since Zoom's default is `live`; the
 * parameters are the same on every page, as Zoom demands with a page token.
 */
export function pagePath(request: PageRequest, { list = 0, occurrenceId }: ListChoice = {}): string {
  const { dataset, type, pageToken } = request;
  const { path, pageSize, types, includeFields, lists } = zoomOf(dataset);
  const size = pageSize === undefined ? undefined : String(request.pageSize ?? pageSize);
  const query = new URLSearchParams({ ...(size !== undefined && { page_size: size }), ...lists?.[list] });
  if (types) query.set('type', type);
  if (includeFields !== undefined && type !== 'live') query.set('include_fields', includeFields);
  if (occurrenceId !== undefined) query.set('occurrence_id', occurrenceId);
  if (pageToken !== undefined) query.set('next_page_token', pageToken);
  return `${meetingPath(request)}${path}${query.size > 0 ? `?${query}` : ''}`;
}

function meetingPath({ dataset, kind, uuid, planned }: PageRequest): string {
  const { source } = zoomOf(dataset);
  switch (source) {
    case 'planned':
      return `/${kind}s/${planned?.meetingId ?? encodeUuid(uuid)}`;
    case 'past':
      return `/past_${kind}s/${encodeUuid(uuid)}`;
    default:
      return `/${source}/${kind}s/${encodeUuid(uuid)}`;
  }
}
