import type { SubAccountsEndpoint } from '../zoom/endpoint.ts';
import type { Reply } from '../zoom/reply.ts';
import * as reply from '../zoom/reply.ts';
import type { DecodedCall, EndpointCall } from './call.ts';
import type { SimulatorState } from './simulator-state.ts';

const mostItems = 300;

/** A call for a page of a master's sub-accounts. Whose app has none is refused. */
export function readSubAccountsCall(
  state: SimulatorState,
  endpoint: SubAccountsEndpoint,
  { accountId, query }: EndpointCall,
): DecodedCall {
  const fingerprint = [endpoint.name, accountId, query.get('page_size')].join('|');
  const token = query.get('next_page_token') || undefined;
  const page = token === undefined ? { number: 1, offset: 0 } : state.pageTokens.redeem(fingerprint, token);
  return {
    seen: page ? { pageNumber: page.number } : {},
    subject: { page: page?.number },
    id: '',
    answer: () => answerSubAccounts(state, { accountId, query, page, fingerprint }),
  };
}

type AskedSubAccounts = {
  readonly accountId: string;
  readonly query: URLSearchParams;
  readonly page: { readonly number: number; readonly offset: number } | undefined;
  readonly fingerprint: string;
};

function answerSubAccounts(state: SimulatorState, { accountId, query, page, fingerprint }: AskedSubAccounts): Reply {
  const { subAccounts } = state.accounts.find((account) => account.accountId === accountId) ?? {};
  if (subAccounts === undefined) return reply.noPermission();
  if (page === undefined) return reply.pageTokenRefused();
  const askedSize = Number.parseInt(query.get('page_size') ?? '', 10);
  const pageSize = askedSize > 0 ? Math.min(askedSize, mostItems) : 30;
  const end = page.offset + pageSize;
  const nextPage = { listing: { rows: [], totalRecords: subAccounts.length }, number: page.number + 1, offset: end };
  const body = {
    page_count: Math.ceil(subAccounts.length / pageSize),
    page_size: pageSize,
    total_records: subAccounts.length,
    next_page_token: end < subAccounts.length ? state.pageTokens.issue(fingerprint, nextPage) : '',
    accounts: subAccounts.slice(page.offset, end).map((id) => ({
      id,
      account_name: `Sub-account ${id}`,
      owner_email: `owner-${id}@example.com`,
      account_type: 'Paid',
      created_at: '2026-01-05T09:00:00Z',
    })),
  };
  return { status: 200, headers: { 'Content-Type': reply.jsonType }, body: JSON.stringify(body) };
}
