import { type Dataset, type Kind, kinds } from '../../shared/domain/dataset.ts';
import type { ZoomAccount } from '../../shared/lambda/zoom-account.ts';
import { pagePath } from '../../shared/zoom/endpoints.ts';
import { ZoomAccountError, ZoomError } from '../../shared/zoom/errors.ts';
import { type MeetingList, meetingListCall } from '../../shared/zoom/meeting-lists.ts';
import { requestToken } from '../../shared/zoom/oauth.ts';
import { datasetScope, listScopes } from '../../shared/zoom/scopes.ts';
import { type Asking, type AskZoom, createAskZoom } from './ask-zoom.ts';
import { type Finding, fault, ok, warning } from './finding.ts';
import { credentialsTodo, planTodo, scopeTodo, troubleTodo } from './zoom-todos.ts';

/** A UUID that Zoom gives to no meeting: whoever may ask for it is told that there is none. */
const nobodysUuid = Buffer.alloc(16).toString('base64');

/**
 * Whether Zoom gives the account a token, and lets it read each dataset and the lists of the sweep: scopes, plan and
 * dashboard. Takes a call for each. A new token may end the one that functions use; they fetch another by themselves.
 */
export async function checkZoom(
  account: ZoomAccount,
  { oauthUrl, ...asking }: Asking & { readonly oauthUrl: string },
): Promise<readonly Finding[]> {
  const check = `token of ${account.name}`;
  let token: string;
  try {
    ({ value: token } = await requestToken(account, { ...asking, oauthUrl }));
  } catch (error) {
    if (!(error instanceof ZoomError)) throw error;
    return [fault(check, error.message, error instanceof ZoomAccountError ? credentialsTodo : troubleTodo)];
  }
  const ask = createAskZoom(token, asking);
  const findings: Finding[] = [ok(check, 'Zoom gives one')];
  for (const dataset of account.datasets) {
    for (const kind of kinds) findings.push(await checkDataset(account.name, kind, dataset, ask));
  }
  return [...findings, await checkSweep(account.name, asking.now(), ask)];
}

async function checkDataset(account: string, kind: Kind, dataset: Dataset, ask: AskZoom): Promise<Finding> {
  const check = `${dataset} of ${kind}s of ${account}`;
  const path = pagePath({ kind, dataset, uuid: nobodysUuid, type: 'past' });
  const refusal = await ask({ path, rowsName: 'participants' });
  if (refusal === undefined) return ok(check, 'may be read');
  if (refusal.kind === 'trouble') return warning(check, refusal.says, troubleTodo);
  // Who has no webinars needs no permission for them.
  const judge = kind === 'webinar' ? warning : fault;
  if (refusal.kind === 'plan') return judge(check, refusal.says, planTodo(kind, dataset));
  const scope = datasetScope(kind, dataset);
  const todo = `${scopeTodo(scope)}${kind === 'webinar' ? ' Without webinars it is not needed.' : ''}`;
  return judge(check, `the scope ${scope.granular} is missing`, todo);
}

/** The sweep reads the history of meetings, and where that is refused the dashboard's lists. */
async function checkSweep(account: string, now: number, ask: AskZoom): Promise<Finding> {
  const check = `lists for the sweep of ${account}`;
  const today = new Date(now).toISOString().slice(0, 10);
  const asked = (list: MeetingList) => ask(meetingListCall({ list, from: today, to: today }));
  const refusal = await asked('history');
  if (refusal === undefined) return ok(check, 'may be read');
  if (refusal.kind === 'trouble') return warning(check, refusal.says, troubleTodo);
  if ((await asked('meetings')) === undefined)
    return ok(check, "may be read, on the dashboard: the history's are refused");
  const { granular } = listScopes.history;
  const seen = refusal.kind === 'scope' ? `the scope ${granular} is missing` : refusal.says;
  return fault(check, `${seen}, so meetings whose events are lost are not found`, scopeTodo(listScopes.history));
}
