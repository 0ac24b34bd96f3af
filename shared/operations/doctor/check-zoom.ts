import type { ZoomAccount } from '../../accounts/zoom-account.ts';
import type { DatasetDescription } from '../../datasets/dataset.ts';
import { descriptions } from '../../datasets/datasets.ts';
import { capturedDatasets } from '../../domain/account/captured-parts.ts';
import type { Dataset } from '../../domain/dataset.ts';
import { type Kind, kinds } from '../../domain/meeting/kind.ts';
import { apiUrlOf } from '../../zoom/account-url.ts';
import { saysScopeIsMissing } from '../../zoom/answers/known-codes.ts';
import { type AskedFor, readAnswer } from '../../zoom/answers/read-answer.ts';
import { pagePath } from '../../zoom/endpoints.ts';
import { ZoomAccountError, ZoomError, ZoomFinalError, ZoomNoneError, ZoomNotReadyError } from '../../zoom/errors.ts';
import { call } from '../../zoom/http.ts';
import { type MeetingList, meetingListCall } from '../../zoom/lists/meeting-lists.ts';
import { plannedPath } from '../../zoom/lists/occurrences.ts';
import { requestToken } from '../../zoom/oauth.ts';
import { datasetScope, listScopes, masterScope, type NeededScope, occurrenceScope } from '../../zoom/scopes.ts';
import { checkSubAccounts } from './check-sub-accounts.ts';
import { type Finding, fault, ok, unchecked, warning } from './finding.ts';
import { type Part, settingsWithout } from './leave-out.ts';
import type { ZoomCaller } from './zoom-caller.ts';

/** A UUID that Zoom gives to no meeting: whoever may ask for it is told that there is none. */
const nobodysUuid = Buffer.alloc(16).toString('base64');

/**
 * Whether Zoom gives the account a token, and lets it and its sub-accounts read each dataset that is captured, and the lists of the
 * sweep: scopes, plan and dashboard. Takes a call for each, of no rows. A new token may end the one that functions use; they
 * fetch another by themselves.
 */
export async function checkZoom(
  group: readonly [ZoomAccount, ...ZoomAccount[]],
  caller: ZoomCaller,
): Promise<readonly Finding[]> {
  const [account] = group;
  const check = `token of ${account.name}`;
  let token: string;
  try {
    ({ value: token } = await requestToken(account, caller));
  } catch (error) {
    if (!(error instanceof ZoomError)) throw error;
    return [
      fault(check, error.message, error.retry === 'no' ? credentialsTodo : waitTodo),
      unchecked(`datasets and lists of ${account.name}`, 'that takes a token.', 'Mend the token, and ask again.'),
    ];
  }
  const listed = account.takesEverySubAccount ? await checkSubAccounts(account, token, caller) : undefined;
  const examined = [...group, ...(listed?.accounts ?? [])].map((one) => examinedOf(one, token, caller));
  const asked: AskedPart[] = [];
  for (const one of examined) asked.push(...(await askParts(one)));
  const findings = [ok(check, 'Zoom gives one'), ...(listed ? [listed.finding] : [])];
  for (const one of examined) {
    const ofIt = asked.filter(({ account: of }) => of === one.account);
    findings.push(...ofIt.map((part) => judgePart(part, asked, one)), ...leftOutOf(one.account));
    findings.push(...(await checkOccurrences(one)));
    findings.push(...(await checkSweep(caller.now(), one)));
  }
  return findings;
}

type Examined = {
  readonly account: ZoomAccount;
  readonly ask: AskZoom;
  /** The scope that it takes, given what an account of its own takes. */
  readonly scopeOf: (scope: NeededScope) => NeededScope;
};

/** The account, asked with the token; a sub-account by paths of its own. */
const examinedOf = (account: ZoomAccount, token: string, caller: ZoomCaller): Examined => ({
  account,
  ask: createAskZoom(token, { ...caller, apiUrl: apiUrlOf(account, caller.apiUrl) }),
  scopeOf: account.masterId === undefined ? (scope) => scope : masterScope,
});

/** A part that was asked for, and why it may not be read; undefined where it may. */
type AskedPart = Part & { readonly account: ZoomAccount; readonly refusal: ListRefusal | undefined };

async function askParts({ account, ask }: Examined): Promise<readonly AskedPart[]> {
  const parts: AskedPart[] = [];
  for (const dataset of account.datasets) {
    for (const kind of kinds.filter((one) => capturedDatasets(account, one).includes(dataset))) {
      const path = pagePath({ kind, dataset, uuid: nobodysUuid, type: 'past' });
      const refusal = await ask({ path, rowsName: descriptions[dataset].zoom.rowsName, list: { dataset, kind } });
      parts.push({ account, kind, dataset, refusal });
    }
  }
  return parts;
}

/** What the settings leave out is well, and named: nobody looks for it. */
const leftOutOf = (account: ZoomAccount): readonly Finding[] =>
  kinds.flatMap((kind) => {
    const captured = capturedDatasets(account, kind);
    const leftOut = account.datasets.filter((dataset) => !captured.includes(dataset));
    const check = `${captured.length === 0 ? '' : `${leftOut.join(', ')} of `}${kind}s of ${account.name}`;
    return leftOut.length > 0 ? [ok(check, 'left out by the settings (kinds)')] : [];
  });

function judgePart(part: AskedPart, asked: readonly AskedPart[], { scopeOf }: Examined): Finding {
  const { account, kind, dataset, refusal } = part;
  const check = `${dataset} of ${kind}s of ${account.name}`;
  if (refusal === undefined) return ok(check, 'may be read');
  if (refusal.kind === 'passing') return warning(check, `not checked: ${refusal.says}`, waitTodo);
  // Who has no webinars needs no permission for them.
  const judge = kind === 'webinar' ? warning : fault;
  const otherwise = leaveOutTodo(part, asked);
  if (refusal.kind === 'plan') return judge(check, refusal.says, `${planTodo(part)}${otherwise}`);
  const scope = scopeOf(datasetScope(kind, dataset));
  const todo = `${scopeTodo(scope)}${kind === 'webinar' ? otherwise : ''}`;
  return judge(check, `the scope ${scope.granular} is missing`, todo);
}

/** The setting that leaves out what is refused for the same reason, and nothing that works: for sub-accounts too it is one. */
function leaveOutTodo({ account, refusal }: AskedPart, asked: readonly AskedPart[]): string {
  const isRefused = ({ kind, dataset }: Part) =>
    asked.every((other) => other.kind !== kind || other.dataset !== dataset || other.refusal?.kind === refusal?.kind);
  const refused = asked.filter((part) => part.account === account && isRefused(part));
  const settings = refused.length > 0 ? settingsWithout(account, refused) : undefined;
  return settings ? ` Else leave it out: ${settings} for this account in infra/stages.ts; all else goes on.` : '';
}

/** What is asked for by the occurrence of a recurring meeting takes its plan too: registration that may be read is not enough. */
async function checkOccurrences({ account, ask, scopeOf }: Examined): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const kind of kinds) {
    const needing = capturedDatasets(account, kind).filter(hasOccurrences);
    if (needing.length === 0) continue;
    const check = `occurrences of recurring ${kind}s of ${account.name}`;
    const refusal = await ask({ path: plannedPath(kind, { meetingId: nobodysUuid, endTime: '' }) });
    findings.push(judgeOccurrences(refusal, { check, kind, needing, scope: scopeOf(occurrenceScope(kind)) }));
  }
  return findings;
}

type Occurrences = {
  readonly check: string;
  readonly kind: Kind;
  /** The datasets that are asked for by them. */
  readonly needing: readonly Dataset[];
  readonly scope: NeededScope;
};

function judgeOccurrences(refusal: ListRefusal | undefined, { check, kind, needing, scope }: Occurrences): Finding {
  if (refusal === undefined) return ok(check, 'may be read');
  if (refusal.kind === 'passing') return warning(check, `not checked: ${refusal.says}`, waitTodo);
  const judge = kind === 'webinar' ? warning : fault;
  const says = refusal.kind === 'scope' ? `the scope ${scope.granular} is missing` : refusal.says;
  const parked = `so the captures of their ${needing.join(', ')} are parked`;
  return judge(check, `${says}, ${parked}`, scopeTodo(scope));
}

const zoomOf = (dataset: Dataset): DatasetDescription['zoom'] => descriptions[dataset].zoom;
const hasOccurrences = (dataset: Dataset): boolean => zoomOf(dataset).hasOccurrences === true;

/** The sweep reads the history of meetings, and where that is refused the dashboard's lists. */
async function checkSweep(now: number, { account, ask, scopeOf }: Examined): Promise<readonly Finding[]> {
  const check = `lists for the sweep of ${account.name}`;
  const today = new Date(now).toISOString().slice(0, 10);
  const asked = (list: MeetingList) => ask(meetingListCall({ list, from: today, to: today }));
  const refusal = await asked('history');
  if (refusal === undefined) return [ok(check, 'may be read')];
  if (refusal.kind === 'passing') return [warning(check, `not checked: ${refusal.says}`, waitTodo)];
  const scope = scopeOf(listScopes.history);
  const seen = refusal.kind === 'scope' ? `the scope ${scope.granular} is missing` : refusal.says;
  const refusedKinds = [];
  for (const kind of kinds) {
    const isCaptured = capturedDatasets(account, kind).length > 0;
    if (isCaptured && (await asked(`${kind}s`)) !== undefined) refusedKinds.push(kind);
  }
  if (refusedKinds.length === 0) return [ok(check, "may be read, on the dashboard: the history's are refused")];
  const judge = refusedKinds.includes('meeting') ? fault : warning;
  const missed = refusedKinds.map((kind) => `${kind}s`).join(' and ');
  return [judge(check, `${seen}, so ${missed} whose events are lost are not found`, scopeTodo(scope))];
}

/** Why a list may not be read: a scope that is missing, the plan or a role, or something that passes. */
type ListRefusal = { readonly kind: 'scope' | 'plan' | 'passing'; readonly says: string };

/** Asks for one list. Undefined: it may be read. */
type AskZoom = (asked: { readonly path: string } & Omit<AskedFor, 'hadPageToken'>) => Promise<ListRefusal | undefined>;

const rightly = [ZoomNotReadyError, ZoomNoneError, ZoomFinalError] as const;

const createAskZoom =
  (token: string, { apiUrl, ...deps }: ZoomCaller): AskZoom =>
  async ({ path, ...asked }) => {
    try {
      const raw = await call(`${apiUrl}${path}`, { headers: { authorization: `Bearer ${token}` } }, deps);
      readAnswer(raw, { ...asked, hadPageToken: false }, deps);
      return undefined;
    } catch (error) {
      if (!(error instanceof ZoomError)) throw error;
      // That there is no such meeting, or nothing of it, is the right answer.
      if (rightly.some((Right) => error instanceof Right)) return undefined;
      if (!(error instanceof ZoomAccountError)) return { kind: 'passing', says: error.message };
      return { kind: saysScopeIsMissing(error.answer.code) ? 'scope' : 'plan', says: error.message };
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

function planTodo({ kind, dataset }: Part): string {
  const addOn = kind === 'webinar' ? ' with the webinar add-on' : '';
  switch (zoomOf(dataset).source) {
    case 'report':
      return `Reports take a Pro plan or above${addOn}, and an app made by somebody whose role may read them (zoom.us → User Management → Roles → Reports).`;
    case 'planned':
    case 'past':
      return `Registration takes a Pro plan or above${addOn}.`;
    case 'metrics':
      return `The dashboard takes a Business plan or above${addOn}: zoom.us → Admin → Dashboard must open.`;
  }
}
