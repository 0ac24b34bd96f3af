import { decodeAccountReferences, type ZoomAccount } from '../../shared/lambda/zoom-account.ts';
import type { Stack } from '../stack.ts';
import type { ReadSecret } from './account-secrets.ts';
import { checkClock } from './check-clock.ts';
import { checkSecret } from './check-secret.ts';
import { capturesIndexes, checkTable } from './check-tables.ts';
import { checkWebhook } from './check-webhook.ts';
import { checkZoom } from './check-zoom.ts';
import type { Finding } from './finding.ts';

export type DiagnoseDeps = {
  readonly stack: Stack;
  readonly isLocal: boolean;
  readonly readSecret: ReadSecret;
  readonly fetch: typeof fetch;
  /** Epoch ms. */
  readonly now: () => number;
};

/** A call to Zoom. */
const timeoutMs = 15_000;

/**
 * Every check, in the order in which a new set-up is mended.
 * @throws CliError when the stack is of a version that does not say what it is made of
 */
export async function* diagnose({ stack, isLocal, readSecret, fetch, now }: DiagnoseDeps): AsyncGenerator<Finding> {
  const { dynamodb, output } = stack;
  const [apiUrl, oauthUrl, url] = [output('ZoomApiUrl'), output('ZoomOauthUrl'), output('WebhookUrl')];
  yield await checkClock({ url: apiUrl, fetch, now });
  const tables = [
    { name: 'Captures', TableName: output('CapturesTable'), indexes: capturesIndexes },
    { name: 'Control', TableName: output('ControlTable'), indexes: [] },
  ];
  for (const table of tables) yield await checkTable(dynamodb, { ...table, saysExpiry: !isLocal });
  const accounts: ZoomAccount[] = [];
  for (const reference of decodeAccountReferences(output('ZoomAccounts'))) {
    const { findings, account } = await checkSecret(reference, { readSecret, isLocal });
    yield* findings;
    if (!account) continue;
    accounts.push(account);
    yield* await checkZoom(account, { apiUrl, oauthUrl, fetch, now, timeoutMs, random: Math.random });
  }
  yield* await checkWebhook(accounts, { url, isLocal, fetch, now });
}
