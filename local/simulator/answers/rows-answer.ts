import type { Fault } from '../faults/fault.ts';
import { subjectOf } from '../faults/fault-desk.ts';
import type { SimulatedMeeting } from '../meeting.ts';
import { editRow } from '../rows/edit-row.ts';
import { countRows, mapRows, type Rows, rowTexts } from '../rows/row.ts';
import type { RowsEndpoint } from '../zoom/endpoint.ts';
import { decodeMeetingId, findMeeting, plannedInstances } from '../zoom/find-meeting.ts';
import type { ListingPage } from '../zoom/page-tokens.ts';
import type { Reply } from '../zoom/reply.ts';
import * as reply from '../zoom/reply.ts';
import type { DecodedCall, EndpointCall } from './call.ts';
import { isOneParticipant, listRows } from './listing.ts';
import type { SimulatorState } from './simulator-state.ts';

type RowsParameters = {
  readonly type: string;
  /** As used, after Zoom's silent correction. */
  readonly pageSize: number;
  readonly withRegistrants: boolean;
  /** Of the rows, where the list has those of one status alone. */
  readonly status: string | undefined;
  readonly occurrenceId: string | undefined;
  readonly presentToken: string | undefined;
  /** Everything asked for but the page token; a token is good for exactly these. */
  readonly fingerprint: string;
};

type AskedRows = {
  readonly endpoint: RowsEndpoint;
  readonly accountId: string;
  readonly id: string;
  readonly meeting: SimulatedMeeting | undefined;
  /** Undefined when `type` is none that the endpoint knows. */
  readonly parameters: RowsParameters | undefined;
  /** Undefined when its token is refused. */
  readonly page: ListingPage | 'first' | undefined;
  /** What a page token is tied to. */
  readonly fingerprint: string;
};

const dayMs = 86_400_000;

/** A call for a page of a meeting's people. */
export function readRowsCall(state: SimulatorState, endpoint: RowsEndpoint, call: EndpointCall): DecodedCall {
  const asked = readAsked(state, endpoint, call);
  const pageNumber = asked.page === 'first' ? 1 : asked.page?.number;
  const uuid = asked.meeting?.uuid ?? asked.id;
  return {
    seen: { uuid, ...(pageNumber !== undefined && { pageNumber }) },
    subject: { ...subjectOf(asked.meeting), uuid, page: pageNumber },
    id: asked.id,
    answer: (fault) => answerRows(state, asked, fault),
  };
}

function readAsked(
  state: SimulatorState,
  endpoint: RowsEndpoint,
  { accountId, rawId, query }: EndpointCall,
): AskedRows {
  const parameters = readParameters(endpoint, query);
  const id = decodeMeetingId(rawId);
  const wanted = { id: id ?? '', kind: endpoint.kind, live: parameters?.type === 'live', nowMs: state.now() };
  const find = endpoint.area === 'planned' ? findPlanned : findMeeting;
  const meeting =
    id === undefined ? undefined : find(state.meetings.values(), { ...wanted, occurrenceId: parameters?.occurrenceId });
  const fingerprint = [endpoint.name, meeting?.uuid ?? rawId, parameters?.fingerprint].join('|');
  const token = parameters?.presentToken;
  const page = token === undefined ? 'first' : state.pageTokens.redeem(fingerprint, token);
  return { endpoint, accountId, id: id ?? rawId, meeting, parameters, page, fingerprint };
}

function readParameters(endpoint: RowsEndpoint, query: URLSearchParams): RowsParameters | undefined {
  const [defaultType] = endpoint.types;
  const type = defaultType === undefined ? 'past' : query.get('type') || defaultType;
  if (defaultType !== undefined && !endpoint.types.includes(type)) return undefined;
  if (endpoint.statuses?.includes(query.get('status') || 'approved') === false) return undefined;
  const { usual, largest } = endpoint.pageSize ?? {
    usual: Number.POSITIVE_INFINITY,
    largest: Number.POSITIVE_INFINITY,
  };
  const askedSize = Number.parseInt(query.get('page_size') ?? '', 10);
  const fields = (query.get('include_fields') ?? '').split(',');
  const others = [...query].filter(([name]) => name !== 'next_page_token').map((pair) => pair.join('='));
  return {
    type,
    pageSize: askedSize > 0 ? Math.min(askedSize, largest) : usual,
    status: endpoint.statuses && (query.get('status') || endpoint.statuses[0]),
    occurrenceId: query.get('occurrence_id') || undefined,
    withRegistrants: endpoint.registrants && type !== 'live' && fields.includes('registrant_id'),
    presentToken: query.get('next_page_token') || undefined,
    fingerprint: others.toSorted().join('&'),
  };
}

function answerRows(state: SimulatorState, asked: AskedRows, fault: Fault | undefined): Reply {
  const { endpoint, meeting, parameters, page, id } = asked;
  if (parameters === undefined) return reply.invalidType();
  if (meeting === undefined) return reply.notFound(endpoint.kind, id);
  if ((meeting.accountId ?? state.accounts[0].accountId) !== asked.accountId) {
    return endpoint.area === 'report' ? reply.foreignUser() : reply.notFound(endpoint.kind, id);
  }
  if (endpoint.area === 'planned' && !hasRegistration(meeting)) return reply.noRegistration(endpoint.kind);
  if (endpoint.area === 'past' && !hasRegistration(meeting)) return reply.noAbsentees(meeting.uuid);
  const ageDays = (state.now() - Date.parse(meeting.endTime)) / dayMs;
  if (ageDays > (state.refuseOlderThanDays ?? Number.POSITIVE_INFINITY)) return reply.tooOld();
  if (page === undefined) return reply.pageTokenRefused();
  const isHidden = endpoint.name === 'metrics-meeting-participants' && parameters.type === 'past';
  if (isHidden && state.oneParticipantPast === 'not-found' && isOneParticipant(meeting)) {
    return reply.notFound(endpoint.kind, id);
  }
  return pageReply(state, { ...asked, ...parameters, meeting, page, fingerprint: asked.fingerprint }, fault);
}

type WantedPage = AskedRows &
  RowsParameters & { readonly meeting: SimulatedMeeting; readonly page: ListingPage | 'first' };

/** One page in Zoom's envelope, each row byte for byte as the meeting has it. */
function pageReply(state: SimulatorState, wanted: WantedPage, fault: Fault | undefined): Reply {
  const { endpoint, meeting, pageSize } = wanted;
  const { listing, number, offset } = pageNow(state, wanted, fault);
  const isEmpty = fault?.kind === 'empty-page';
  const end = isEmpty ? offset : offset + pageSize;
  const repeated = fault?.kind === 'page-token-repeated' ? wanted.presentToken : undefined;
  const hasNext = isEmpty || end < countRows(listing.rows);
  const nextPage = { listing, number: number + 1, offset: end };
  const envelope: [string, unknown][] = [
    ['next_page_token', hasNext ? (repeated ?? state.pageTokens.issue(wanted.fingerprint, nextPage)) : ''],
    ['page_count', Math.ceil(listing.totalRecords / pageSize)],
    ['page_size', pageSize],
    ['total_records', fault?.kind === 'odd-total' ? fault.total : listing.totalRecords],
  ];
  if (endpoint.area === 'dashboard') envelope.push([`${meeting.kind}_number`, meeting.meetingId]);
  const around = endpoint.around ? Object.entries(endpoint.around(meeting)) : envelope;
  const omitted: readonly string[] = fault?.kind === 'omitted-fields' ? fault.fields : [];
  const fields = around
    .filter(([name, value]) => !omitted.includes(name) || (name === 'next_page_token' && value !== ''))
    .map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`);
  const isWhole = wanted.withRegistrants || !endpoint.registrants;
  const rows = rowTexts(isWhole ? listing.rows : withoutRegistrants(listing.rows), offset, end);
  return {
    status: 200,
    headers: { 'Content-Type': reply.jsonType },
    body: `{${[...fields, `"${endpoint.items}":[${rows.join(',')}]`].join(',')}}`,
  };
}

/** The page that was asked for: of the rows as they are now for a first page, else as its poll saw them first. */
function pageNow(state: SimulatorState, wanted: WantedPage, fault: Fault | undefined): ListingPage {
  const { page } = wanted;
  if (page !== 'first' && fault?.kind !== 'moving-rows') return page;
  const listing = listRows({ ...wanted, nowMs: state.now() }, fault);
  return page === 'first' ? { listing, number: 1, offset: 0 } : { ...page, listing };
}

/** Registrants are of the number: those of all its occurrences, unless one is named. */
function findPlanned(
  meetings: Iterable<SimulatedMeeting>,
  wanted: Parameters<typeof plannedInstances>[1],
): SimulatedMeeting | undefined {
  const instances = plannedInstances(meetings, wanted);
  const [last] = instances;
  if (last === undefined || instances.length === 1) return last;
  const registrants = new Set(instances.flatMap((instance) => rowTexts(instance.registrants)));
  return { ...last, registrants: [...registrants] };
}

const hasRegistration = ({ registration, registrants }: SimulatedMeeting): boolean =>
  registration ?? countRows(registrants) > 0;

const withoutRegistrants = (rows: Rows): Rows => mapRows(rows, (row) => editRow(row, { registrant_id: undefined }));
