import { type Dataset, type Kind, kinds } from '../../shared/domain/dataset.ts';
import type { ZoomAccount } from '../../shared/lambda/zoom-account.ts';
import { pagePath } from '../../shared/zoom/endpoints.ts';
import { ZoomAccountError, ZoomError, ZoomFinalError, ZoomNotReadyError } from '../../shared/zoom/errors.ts';
import { call } from '../../shared/zoom/http.ts';
import { requestToken } from '../../shared/zoom/oauth.ts';
import { readAnswer } from '../../shared/zoom/read-answer.ts';
import { neededScope } from '../../shared/zoom/scopes.ts';
import { type Finding, fault, ok, warning } from './finding.ts';

export type CheckZoomDeps = {
  readonly apiUrl: string;
  readonly oauthUrl: string;
  readonly fetch: typeof fetch;
  readonly now: () => number;
};

const timeoutMs = 15_000;
/** A UUID that Zoom gives to no meeting: whoever may ask for it is told that there is none. */
const nobodysUuid = Buffer.alloc(16).toString('base64');
/** Zoom's codes for a scope that the token lacks. */
const scopeCodes: ReadonlySet<number | undefined> = new Set([104, 4700, 4711]);

/**
 * Whether Zoom gives the account a token, and lets it read each dataset: scopes, plan and dashboard. Takes one call for
 * each. A new token may end the one that functions use; they fetch another by themselves.
 */
export async function checkZoom(account: ZoomAccount, deps: CheckZoomDeps): Promise<readonly Finding[]> {
  const check = `token of ${account.name}`;
  const asking = { ...deps, timeoutMs, random: Math.random };
  let token: string;
  try {
    ({ value: token } = await requestToken(account, asking));
  } catch (error) {
    if (!(error instanceof ZoomError)) throw error;
    return [fault(check, error.message, error instanceof ZoomAccountError ? credentialsTodo : troubleTodo)];
  }
  const findings: Finding[] = [ok(check, 'Zoom gives one')];
  for (const dataset of account.datasets) {
    for (const kind of kinds) findings.push(await checkList({ account: account.name, kind, dataset, token }, asking));
  }
  return findings;
}

type List = { readonly account: string; readonly kind: Kind; readonly dataset: Dataset; readonly token: string };

async function checkList(
  { account, kind, dataset, token }: List,
  { apiUrl, ...deps }: CheckZoomDeps & { readonly timeoutMs: number; readonly random: () => number },
): Promise<Finding> {
  const check = `${dataset} of ${kind}s of ${account}`;
  const path = pagePath({ kind, dataset, uuid: nobodysUuid, type: 'past' });
  try {
    const raw = await call(`${apiUrl}${path}`, { headers: { authorization: `Bearer ${token}` } }, deps);
    readAnswer(raw, false, deps);
    return ok(check, 'may be read');
  } catch (error) {
    if (!(error instanceof ZoomError)) throw error;
    // That there is no such meeting is the right answer.
    if (error instanceof ZoomNotReadyError || error instanceof ZoomFinalError) return ok(check, 'may be read');
    if (!(error instanceof ZoomAccountError)) return warning(check, error.message, troubleTodo);
    // Who has no webinars needs no permission for them.
    const judge = kind === 'webinar' ? warning : fault;
    if (!scopeCodes.has(error.answer.code)) return judge(check, error.message, planTodo(kind, dataset));
    const { granular, classic } = neededScope(kind, dataset);
    return judge(
      check,
      `the scope ${granular} is missing`,
      `In the Zoom App Marketplace: Manage → your app → Scopes → Add Scopes, choose ${granular} (in an app with classic ` +
        `scopes ${classic[0]}), and activate the app again${kind === 'webinar' ? '; not needed without webinars' : ''}.`,
    );
  }
}

const credentialsTodo =
  'In the Zoom App Marketplace: Manage → your app → App Credentials. Compare account id, client id and client secret with the secret, and see under Activation that the app is activated.';
const troubleTodo = 'Try again in a minute; if it stays so, see https://status.zoom.us.';

const planTodo = (kind: Kind, dataset: Dataset): string =>
  dataset === 'report'
    ? `Reports take a Pro plan or above${kind === 'webinar' ? ' with the webinar add-on' : ''}, and an app made by somebody whose role may read them (zoom.us → User Management → Roles → Reports).`
    : `The dashboard takes a Business plan or above${kind === 'webinar' ? ' with the webinar add-on' : ''}: zoom.us → Admin → Dashboard must open. Else leave it out: datasets: ['report'] for this account in infra/stages.ts.`;
