import type { Kind, ListType } from '../../domain/meeting/kind.ts';
import { encodeUuid } from '../uuid.ts';

/** What Zoom is asked for of one meeting or webinar as a whole: what it was, and when it ended. */
export type DetailsRequest = {
  readonly source: 'metrics' | 'report';
  readonly kind: Kind;
  /** A UUID; or a meeting id, which stands for its last instance. */
  readonly id: string;
  readonly type: ListType;
};

/** Path and query, relative to the API's base. The report has no `type`: it is always of the past. */
export const detailsPath = ({ source, kind, id, type }: DetailsRequest): string =>
  `/${source}/${kind}s/${encodeUuid(id)}${source === 'metrics' ? `?type=${type}` : ''}`;

/**
 * Where Zoom may have it, one after the other, until it is found: the dashboard has a meeting of one participant apart, and
 * the report is for accounts without a dashboard. `type` absent: any that has ended.
 */
export function detailsRequests(
  id: string,
  { kind, type }: { readonly kind?: Kind | undefined; readonly type?: ListType | undefined },
): DetailsRequest[] {
  const wanted = type === undefined ? (['past', 'pastOne'] as const) : [type];
  const requests: DetailsRequest[] = [
    ...wanted.map((one) => ({ source: 'metrics', kind: 'meeting', id, type: one }) as const),
    ...(type === 'pastOne' ? [] : [{ source: 'metrics', kind: 'webinar', id, type: type ?? 'past' } as const]),
    ...(type === 'live' ? [] : (['meeting', 'webinar'] as const)).map(
      (of) => ({ source: 'report', kind: of, id, type: 'past' }) as const,
    ),
  ];
  return requests.filter((request) => kind === undefined || request.kind === kind);
}
