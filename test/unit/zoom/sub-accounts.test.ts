import { expect, test } from 'vitest';
import { apiUrlOf } from '../../../shared/zoom/account-url.ts';
import { subAccountIds, subAccountsCall } from '../../../shared/zoom/lists/sub-accounts.ts';
import { masterScope, occurrenceScope, subAccountsScope } from '../../../shared/zoom/scopes.ts';

const apiUrl = 'https://api.zoom.us/v2';

test("a sub-account's calls have its id in every path, an account's of its own none", () => {
  expect(apiUrlOf({ accountId: 'north' }, apiUrl)).toBe(apiUrl);
  expect(apiUrlOf({ accountId: 'a/b', masterId: 'north' }, apiUrl)).toBe(`${apiUrl}/accounts/a%2Fb`);
});

test('the list of sub-accounts is asked for page by page', () => {
  expect(subAccountsCall()).toEqual({ path: '/accounts?page_size=300', rowsName: 'accounts' });
  expect(subAccountsCall('a+/=').path).toBe('/accounts?page_size=300&next_page_token=a%2B%2F%3D');
});

test('the list of sub-accounts names those that have an id', () => {
  expect(subAccountIds([{ id: 'a' }, { id: '' }, { id: 7 }, {}, { id: 'b', name: 'B' }])).toEqual(['a', 'b']);
});

test("a master's token needs scopes of its own", () => {
  expect(masterScope({ granular: 'report:read:admin_x:admin', classic: ['report:read:admin'] })).toEqual({
    granular: 'report:read:admin_x:master',
    classic: ['report:read:admin'],
  });
  expect(masterScope({ granular: 'a:admin:b', classic: ['a'] }).granular).toBe('a:admin:b');
  expect(subAccountsScope).toEqual({
    granular: 'account:read:list_sub_accounts:master',
    classic: ['account:master', 'account:read:admin'],
  });
});

test.each(['meeting', 'webinar'] as const)('the plan of a %s needs the scope that Zoom documents', (kind) => {
  expect(occurrenceScope(kind)).toEqual({ granular: `${kind}:read:${kind}:admin`, classic: [`${kind}:read:admin`] });
});
