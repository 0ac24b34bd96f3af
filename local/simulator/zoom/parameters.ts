import type { Endpoint } from './endpoint.ts';

export type Parameters = {
  readonly type: string;
  /** As used, after Zoom's silent correction. */
  readonly pageSize: number;
  readonly withRegistrants: boolean;
  readonly presentToken: string | undefined;
  /** Everything asked for but the page token; a token is good for exactly these. */
  readonly fingerprint: string;
};

function pageSizeOf(asked: string | null, { defaultPageSize, maximumPageSize }: Endpoint): number {
  const size = Number.parseInt(asked ?? '', 10);
  return size > 0 ? Math.min(size, maximumPageSize) : defaultPageSize;
}

/** The parameters of a list, defaults filled in; undefined when `type` is none that the endpoint knows. */
export function readParameters(endpoint: Endpoint, query: URLSearchParams): Parameters | undefined {
  const [defaultType = 'past'] = endpoint.types;
  const type = endpoint.types.length === 0 ? defaultType : query.get('type') || defaultType;
  if (endpoint.types.length > 0 && !endpoint.types.includes(type)) return undefined;
  const fields = (query.get('include_fields') ?? '').split(',');
  const others = [...query].filter(([name]) => name !== 'next_page_token').map((pair) => pair.join('='));
  return {
    type,
    pageSize: pageSizeOf(query.get('page_size'), endpoint),
    withRegistrants: endpoint.registrants && type !== 'live' && fields.includes('registrant_id'),
    presentToken: query.get('next_page_token') || undefined,
    fingerprint: others.toSorted().join('&'),
  };
}
