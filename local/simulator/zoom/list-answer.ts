import { earlyListing } from '../faults/early-data.ts';
import type { Fault } from '../faults/fault.ts';
import { editRow } from '../faults/row-edit.ts';
import { jsonType, type Reply } from '../http/reply.ts';
import type { SimulatedMeeting } from '../meeting.ts';
import { liveRows } from '../rows/live-rows.ts';
import { countRows, mapRows, type Rows, rowTexts } from '../rows/row.ts';
import type { Endpoint } from './endpoint.ts';
import type { Listing, Page, PageTokens } from './page-tokens.ts';

export type ListRequest = {
  readonly endpoint: Endpoint;
  readonly meeting: SimulatedMeeting;
  readonly type: string;
  readonly pageSize: number;
  readonly withRegistrants: boolean;
  readonly presentToken: string | undefined;
  /** What a page token is tied to. */
  readonly fingerprint: string;
};

export const isOneParticipant = (meeting: SimulatedMeeting) =>
  meeting.oneParticipant ?? countRows(meeting.participants) === 1;

type Looked = Pick<ListRequest, 'endpoint' | 'meeting' | 'type'> & { readonly nowMs: number };

/**
 * The rows Zoom lists in the end; of a running meeting, as it stands now. A meeting of one participant is listed by `type=pastOne` only; its report and quality
 * of service are empty. Nothing is known of such webinars, so they are listed like any other.
 */
export function listedRows({ endpoint, meeting, type, nowMs }: Looked): Rows {
  if (type === 'live') return liveRows(meeting[endpoint.dataset], nowMs);
  if (meeting.kind === 'meeting' && endpoint.dataset === 'participants') {
    return isOneParticipant(meeting) === (type === 'pastOne') ? meeting.participants : [];
  }
  if (meeting.kind === 'meeting' && isOneParticipant(meeting)) return [];
  return meeting[endpoint.dataset];
}

/** What a poll that begins now sees. */
export function listing(request: Looked, fault: Fault | undefined): Listing {
  const rows = listedRows(request);
  return fault?.kind === 'early-data' ? earlyListing(rows, fault) : { rows, totalRecords: countRows(rows) };
}

export const withoutRegistrants = (rows: Rows): Rows =>
  mapRows(rows, (row) => editRow(row, { registrant_id: undefined }));

/** One page in Zoom's envelope, each row byte for byte as the meeting has it. */
export function pageReply(request: ListRequest, page: Page, tokens: PageTokens, fault: Fault | undefined): Reply {
  const { endpoint, meeting, pageSize, fingerprint, presentToken } = request;
  const { listing: seen, number, offset } = page;
  const isEmpty = fault?.kind === 'empty-page';
  const end = isEmpty ? offset : offset + pageSize;
  const rows = request.withRegistrants || endpoint.dataset === 'qos' ? seen.rows : withoutRegistrants(seen.rows);
  const repeat = fault?.kind === 'page-token-repeated' ? presentToken : undefined;
  const hasNext = isEmpty || end < countRows(seen.rows);
  const nextPage = { listing: seen, number: number + 1, offset: end };
  const next = hasNext ? (repeat ?? tokens.issue(fingerprint, nextPage)) : '';
  const omitted: readonly string[] = fault?.kind === 'omitted-fields' ? fault.fields : [];
  const envelope: [string, unknown][] = [
    ['next_page_token', next],
    ['page_count', Math.ceil(seen.totalRecords / pageSize)],
    ['page_size', pageSize],
    ['total_records', fault?.kind === 'odd-total' ? fault.total : seen.totalRecords],
  ];
  if (endpoint.dataset !== 'report') envelope.push([`${meeting.kind}_number`, meeting.meetingId]);
  const kept = envelope.filter(
    ([name, value]) => !omitted.includes(name) || (name === 'next_page_token' && value !== ''),
  );
  const fields = kept.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`);
  const participants = rowTexts(rows, offset, end).join(',');
  return {
    status: 200,
    headers: { 'Content-Type': jsonType },
    body: `{${[...fields, `"participants":[${participants}]`].join(',')}}`,
  };
}
