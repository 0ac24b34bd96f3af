import { subAccountOf, type ZoomAccount } from '../../accounts/zoom-account.ts';
import { saysScopeIsMissing } from '../../zoom/answers/known-codes.ts';
import { readAnswer } from '../../zoom/answers/read-answer.ts';
import { ZoomAccountError, ZoomError } from '../../zoom/errors.ts';
import { call } from '../../zoom/http.ts';
import { subAccountIds, subAccountsCall } from '../../zoom/lists/sub-accounts.ts';
import { subAccountsScope } from '../../zoom/scopes.ts';
import { type Finding, fault, ok, warning } from './finding.ts';
import type { ZoomCaller } from './zoom-caller.ts';

/** Each takes a call for each of its lists. */
const mostExamined = 40;

/** Of a master that takes every sub-account: whether Zoom lists them, and those of the first page that are to be examined. */
export async function checkSubAccounts(
  master: ZoomAccount,
  token: string,
  { apiUrl, ...deps }: ZoomCaller,
): Promise<{ readonly finding: Finding; readonly accounts: readonly ZoomAccount[] }> {
  const check = `sub-accounts of ${master.name}`;
  const { path, rowsName } = subAccountsCall();
  try {
    const raw = await call(`${apiUrl}${path}`, { headers: { authorization: `Bearer ${token}` } }, deps);
    const { rows, nextPageToken } = readAnswer(raw, { rowsName, hadPageToken: false }, deps);
    const ids = subAccountIds(rows);
    const examined = ids.slice(0, mostExamined);
    const more = nextPageToken === undefined ? '' : ' or more';
    const only = examined.length < ids.length || more !== '' ? `; the first ${examined.length} are examined` : '';
    const finding = ok(check, `Zoom lists ${ids.length}${more}${only}`);
    return { finding, accounts: examined.map((id) => subAccountOf(master, id)) };
  } catch (error) {
    if (!(error instanceof ZoomError)) throw error;
    return { finding: refused(check, error), accounts: [] };
  }
}

const { granular, classic } = subAccountsScope;
const listTodo =
  `In the Zoom App Marketplace: Manage → your app → Scopes → Add Scopes, choose ${granular} (in an app with classic scopes ` +
  `${classic[0]}), and activate the app again. Zoom gives it to master accounts alone: else name the ids of the sub-accounts in subAccounts.`;

function refused(check: string, error: ZoomError): Finding {
  if (!(error instanceof ZoomAccountError)) {
    return warning(check, `not checked: ${error.message}`, 'Try again in a minute.');
  }
  const isScope = saysScopeIsMissing(error.answer.code);
  return fault(check, isScope ? `the scope ${granular} is missing` : error.message, listTodo);
}
