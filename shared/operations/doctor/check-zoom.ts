import type { ZoomAccount } from '../../accounts/zoom-account.ts';
import { descriptions } from '../../datasets/datasets.ts';
import { type Dataset, datasets } from '../../domain/dataset.ts';
import { type Kind, kinds } from '../../domain/kind.ts';
import { apiUrlOf } from '../../zoom/account-url.ts';
import { readAnswer } from '../../zoom/answers/read-answer.ts';
import { pagePath } from '../../zoom/endpoints.ts';
import { ZoomAccountError, ZoomError, ZoomFinalError, ZoomNotReadyError } from '../../zoom/errors.ts';
import { call } from '../../zoom/http.ts';
import { type MeetingList, meetingListCall } from '../../zoom/lists/meeting-lists.ts';
import { requestToken } from '../../zoom/oauth.ts';
import { datasetScope, listScopes, masterScope, type NeededScope } from '../../zoom/scopes.ts';
import { type Finding, fault, ok, warning } from './finding.ts';

export type ZoomCaller = {
  readonly apiUrl: string;
  readonly oauthUrl: string;
  readonly fetch: typeof fetch;
  readonly timeoutMs: number;
  readonly now: () => number;
  readonly random: () => number;
};

/** A UUID that Zoom gives to no meeting: whoever may ask for it is told that there is none. */
const nobodysUuid = Buffer.alloc(16).toString('base64');
/** Zoom's codes for a scope that the token lacks. */
const scopeCodes: ReadonlySet<number | undefined> = new Set([104, 4700, 4711]);

/**
 * Whether Zoom gives the account a token, and lets it and its sub-accounts read each dataset and the lists of the sweep: scopes, plan and
 * dashboard. Takes a call for each. A new token may end the one that functions use; they fetch another by themselves.
 */
export async function checkZoom(
  [account, ...subAccounts]: readonly [ZoomAccount, ...ZoomAccount[]],
  caller: ZoomCaller,
): Promise<readonly Finding[]> {
  const check = `token of ${account.name}`;
  let token: string;
  try {
    ({ value: token } = await requestToken(account, caller));
  } catch (error) {
    if (!(error instanceof ZoomError)) throw error;
    return [fault(check, error.message, error.retry === 'no' ? credentialsTodo : waitTodo)];
  }
  const findings: Finding[] = [ok(check, 'Zoom gives one')];
  for (const one of [account, ...subAccounts]) findings.push(...(await checkLists(one, token, caller)));
  return findings;
}

/** Whether the token opens the lists of an account, or of a sub-account, by paths of its own. */
async function checkLists(account: ZoomAccount, token: string, caller: ZoomCaller): Promise<readonly Finding[]> {
  const examined: Examined = {
    account: account.name,
    ask: createAskZoom(token, { ...caller, apiUrl: apiUrlOf(account, caller.apiUrl) }),
    scopeOf: account.masterId === undefined ? (scope) => scope : masterScope,
  };
  const findings: Finding[] = [];
  for (const dataset of account.datasets) {
    for (const kind of kinds) findings.push(await checkDataset({ kind, dataset }, examined));
  }
  return [...findings, await checkSweep(caller.now(), examined)];
}

type Examined = {
  /** Our name of it. */
  readonly account: string;
  readonly ask: AskZoom;
  /** The scope that it takes, given what an account of its own takes. */
  readonly scopeOf: (scope: NeededScope) => NeededScope;
};

type AskedDataset = { readonly kind: Kind; readonly dataset: Dataset };

async function checkDataset(asked: AskedDataset, { account, ask, scopeOf }: Examined): Promise<Finding> {
  const { kind, dataset } = asked;
  const check = `${dataset} of ${kind}s of ${account}`;
  const path = pagePath({ kind, dataset, uuid: nobodysUuid, type: 'past' });
  const refusal = await ask({ path, rowsName: descriptions[dataset].zoom.rowsName });
  if (refusal === undefined) return ok(check, 'may be read');
  if (refusal.kind === 'passing') return warning(check, refusal.says, waitTodo);
  // Who has no webinars needs no permission for them.
  const judge = kind === 'webinar' ? warning : fault;
  if (refusal.kind === 'plan') return judge(check, refusal.says, planTodo(asked));
  const scope = scopeOf(datasetScope(kind, dataset));
  const todo = `${scopeTodo(scope)}${kind === 'webinar' ? ' Without webinars it is not needed.' : ''}`;
  return judge(check, `the scope ${scope.granular} is missing`, todo);
}

/** The sweep reads the history of meetings, and where that is refused the dashboard's lists. */
async function checkSweep(now: number, { account, ask, scopeOf }: Examined): Promise<Finding> {
  const check = `lists for the sweep of ${account}`;
  const today = new Date(now).toISOString().slice(0, 10);
  const asked = (list: MeetingList) => ask(meetingListCall({ list, from: today, to: today }));
  const refusal = await asked('history');
  if (refusal === undefined) return ok(check, 'may be read');
  if (refusal.kind === 'passing') return warning(check, refusal.says, waitTodo);
  if ((await asked('meetings')) === undefined) {
    return ok(check, "may be read, on the dashboard: the history's are refused");
  }
  const scope = scopeOf(listScopes.history);
  const seen = refusal.kind === 'scope' ? `the scope ${scope.granular} is missing` : refusal.says;
  return fault(check, `${seen}, so meetings whose events are lost are not found`, scopeTodo(scope));
}

/** Why a list may not be read: a scope that is missing, the plan or a role, or something that passes. */
type ListRefusal = { readonly kind: 'scope' | 'plan' | 'passing'; readonly says: string };

/** Asks for one list. Undefined: it may be read. */
type AskZoom = (list: { readonly path: string; readonly rowsName: string }) => Promise<ListRefusal | undefined>;

const createAskZoom =
  (token: string, { apiUrl, ...deps }: ZoomCaller): AskZoom =>
  async ({ path, rowsName }) => {
    try {
      const raw = await call(`${apiUrl}${path}`, { headers: { authorization: `Bearer ${token}` } }, deps);
      readAnswer(raw, { rowsName, hadPageToken: false }, deps);
      return undefined;
    } catch (error) {
      if (!(error instanceof ZoomError)) throw error;
      // That there is no such meeting is the right answer.
      if (error instanceof ZoomNotReadyError || error instanceof ZoomFinalError) return undefined;
      if (!(error instanceof ZoomAccountError)) return { kind: 'passing', says: error.message };
      return { kind: scopeCodes.has(error.answer.code) ? 'scope' : 'plan', says: error.message };
    }
  };

// What to click in Zoom.

const credentialsTodo =
  'In the Zoom App Marketplace: Manage → your app → App Credentials. Compare account id, client id and client secret with ' +
  'the secret, and see under Activation that the app is activated.';

const waitTodo = 'Try again in a minute; if it stays so, see https://status.zoom.us.';

const scopeTodo = ({ granular, classic }: NeededScope): string =>
  `In the Zoom App Marketplace: Manage → your app → Scopes → Add Scopes, choose ${granular} (in an app with classic scopes ` +
  `${classic[0]}), and activate the app again.`;

const isReport = (dataset: Dataset): boolean => descriptions[dataset].zoom.source === 'report';

function planTodo({ kind, dataset }: AskedDataset): string {
  const reports = datasets.filter(isReport).map((one) => `'${one}'`);
  const addOn = kind === 'webinar' ? ' with the webinar add-on' : '';
  return isReport(dataset)
    ? `Reports take a Pro plan or above${addOn}, and an app made by somebody whose role may read them (zoom.us → User Management → Roles → Reports).`
    : `The dashboard takes a Business plan or above${addOn}: zoom.us → Admin → Dashboard must open. Else leave it out: datasets: [${reports}] for this account in infra/stages.ts.`;
}
