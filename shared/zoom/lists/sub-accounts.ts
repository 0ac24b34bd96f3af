import type { Row } from '../../domain/row/row.ts';

/**
 * Path and query of one page of a master account's list of its sub-accounts, and where the rows stand in the answer.
 * @see https://developers.zoom.us/docs/api/ma/
 */
export function subAccountsCall(pageToken?: string): { readonly path: string; readonly rowsName: string } {
  const parameters = new URLSearchParams({ page_size: '300' });
  if (pageToken !== undefined) parameters.set('next_page_token', pageToken);
  return { path: `/accounts?${parameters}`, rowsName: 'accounts' };
}

/** Zoom's ids of the accounts that these rows are of. */
export const subAccountIds = (rows: readonly Row[]): readonly string[] =>
  rows.flatMap(({ id }) => (typeof id === 'string' && id !== '' ? [id] : []));
