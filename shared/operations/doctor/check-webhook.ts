import { randomUUID } from 'node:crypto';
import type { SigningAccount } from '../../accounts/zoom-account.ts';
import { encryptedToken, signature } from '../../zoom/webhook/signature.ts';
import { type Finding, fault, ok, unchecked, warning } from './finding.ts';

export type CheckWebhookDeps = {
  readonly url: string;
  readonly isLocal: boolean;
  readonly fetch: typeof fetch;
  readonly now: () => number;
};

/** Zoom waits no longer for an answer. */
const zoomWaitsMs = 3_000;
/** The function's time-out: after this nothing comes. */
const patienceMs = 10_000;

/** Whether the webhook answers, and proves itself to each account as Zoom asks it to every 72 hours. */
export async function checkWebhook(
  accounts: readonly SigningAccount[],
  deps: CheckWebhookDeps,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [await checkReachable(deps)];
  if (findings[0]?.state !== 'ok') {
    return [...findings, unchecked('URL validation', 'the webhook does not answer as it should.', 'Mend that first.')];
  }
  for (const { name, webhookSecretTokens } of accounts) {
    const tokens = webhookSecretTokens.filter((token) => token !== '');
    for (const [index, token] of tokens.entries()) {
      const check = `URL validation of ${name}${tokens.length > 1 ? `, token ${index + 1}` : ''}`;
      findings.push(await checkValidation(check, token, deps));
    }
  }
  return findings;
}

/** An unsigned request must be refused; it counts for no alarm. */
async function checkReachable({ url, isLocal, fetch }: CheckWebhookDeps): Promise<Finding> {
  const check = 'webhook';
  try {
    const { status } = await fetch(url, { method: 'POST', body: '{}', signal: AbortSignal.timeout(patienceMs) });
    if (status === 401) return ok(check, `${url} answers, and refuses what is not signed`);
    return fault(
      check,
      `${url} answers ${status} where 401 is right`,
      'Is it the output WebhookUrl of this stage? See docs/runbook.md#webhook-faults.',
    );
  } catch {
    const todo = isLocal
      ? 'Start `npm run serve`.'
      : 'See that this machine reaches the internet, and in the AWS console (API Gateway) that the API is there.';
    return fault(check, `${url} does not answer`, todo);
  }
}

/** Whether the webhook answers Zoom's challenge as this token asks for it. */
async function checkValidation(check: string, token: string, deps: CheckWebhookDeps): Promise<Finding> {
  const plainToken = randomUUID();
  const startedAt = performance.now();
  try {
    const response = await sendChallenge(plainToken, token, deps);
    const answer = await response.text();
    const tookMs = Math.round(performance.now() - startedAt);
    if (response.status !== 200 || !answer.includes(encryptedToken(token, plainToken))) {
      return fault(check, `refused with ${response.status}`, deps.isLocal ? localTokenTodo : tokenTodo);
    }
    if (tookMs <= zoomWaitsMs) return ok(check, 'right, as Zoom asks for it');
    return warning(
      check,
      `right, in ${tookMs} ms`,
      'Zoom waits 3 seconds, and tries again later. Ask again: the first answer after a while is the slowest.',
    );
  } catch {
    return fault(check, 'not answered', 'See docs/runbook.md#webhook-faults.');
  }
}

function sendChallenge(plainToken: string, token: string, { url, fetch, now }: CheckWebhookDeps): Promise<Response> {
  const body = Buffer.from(
    JSON.stringify({ event: 'endpoint.url_validation', event_ts: now(), payload: { plainToken } }),
  );
  const timestamp = String(Math.floor(now() / 1_000));
  return fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-zm-signature': signature(token, timestamp, body),
      'x-zm-request-timestamp': timestamp,
    },
    body,
    signal: AbortSignal.timeout(patienceMs),
  });
}

const tokenTodo =
  'The functions do not know this token, or read an older secret: put the token of Feature → Secret Token into webhookSecretTokens, wait half a minute, and press Validate under Feature → Event Subscriptions. If the clock is at fault, mend that first.';
const localTokenTodo =
  'The ZOOM_WEBHOOK_SECRET_TOKEN of this shell is not the one that `npm run serve` was started with: compare it with Feature → Secret Token of the Zoom app, and start serve anew.';
