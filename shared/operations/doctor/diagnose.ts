import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type AccountReference, type SigningAccount, withSubAccounts } from '../../accounts/zoom-account.ts';
import { expiryFaults, tableFaults, tableIndexes } from '../../dynamo/table-faults.ts';
import { checkSecrets, type SecretsDeps } from './check-secrets.ts';
import { checkStoredAccounts } from './check-stored-accounts.ts';
import { checkWebhook } from './check-webhook.ts';
import { checkZoom } from './check-zoom.ts';
import { type Finding, fault, ok, unchecked, warning } from './finding.ts';

/** The stage that is examined. */
export type ExaminedStage = {
  /** Whether it runs on this machine. */
  readonly isLocal: boolean;
  readonly apiUrl: string;
  readonly oauthUrl: string;
  readonly webhookUrl: string;
  readonly capturesTable: string;
  readonly controlTable: string;
  readonly accounts: readonly AccountReference[];
};

export type DoctorDependencies = SecretsDeps & {
  readonly dynamodb: DynamoDBClient;
  readonly fetch: typeof fetch;
  /** Epoch ms. */
  readonly now: () => number;
};

/** A call to Zoom. */
const zoomCallMs = 15_000;
/** An answer's date is told to the second, and the answer took a while. */
const closeEnoughMs = 30_000;

/** Every check, in the order in which a new set-up is mended. */
export async function* diagnose(stage: ExaminedStage, deps: DoctorDependencies): AsyncGenerator<Finding> {
  const { fetch, now } = deps;
  yield await checkClock(stage.apiUrl, deps);
  yield await checkTable('captures', stage, deps);
  yield await checkTable('control', stage, deps);
  const signing: SigningAccount[] = [];
  let examined = 0;
  const known: string[] = [];
  for (const reference of stage.accounts) {
    const { findings, signer, account } = await checkSecrets(reference, stage, deps);
    yield* findings;
    if (signer) signing.push(signer);
    else yield unchecked(`webhook of ${reference.name}`, 'that takes its secret.', 'Mend the secret, and ask again.');
    if (!account) {
      const check = `token and datasets of ${reference.name}`;
      yield unchecked(check, 'that takes its credentials.', 'Mend the secret, and ask again.');
      continue;
    }
    examined += 1;
    const { apiUrl, oauthUrl } = stage;
    const caller = { apiUrl, oauthUrl, fetch, now, timeoutMs: zoomCallMs, random: Math.random };
    const all = withSubAccounts(account, reference);
    known.push(...all.map(({ accountId }) => accountId));
    yield* await checkZoom(all, caller);
  }
  // With a secret that cannot be read, its account would seem to be none of the stage's.
  if (examined === stage.accounts.length) {
    const store = { client: deps.dynamodb, table: stage.capturesTable, now };
    yield* await checkStoredAccounts(known, store).catch(() => []);
  }
  yield* await checkWebhook(signing, { url: stage.webhookUrl, isLocal: stage.isLocal, fetch, now });
  yield eventSubscription(stage);
}

/** Whether this machine's clock agrees with the other side's: signatures and waits go by it. */
async function checkClock(url: string, { fetch, now }: Pick<DoctorDependencies, 'fetch' | 'now'>): Promise<Finding> {
  const check = 'clock';
  const date = await fetch(url, { signal: AbortSignal.timeout(5_000) }).then(
    ({ headers }) => Date.parse(headers.get('date') ?? ''),
    () => Number.NaN,
  );
  if (Number.isNaN(date)) {
    const seen = `cannot be compared: ${new URL(url).host} tells no time`;
    return warning(check, seen, 'Compare it by hand with https://time.is.');
  }
  const aheadMs = now() - date;
  if (Math.abs(aheadMs) <= closeEnoughMs) return ok(check, 'agrees with Zoom');
  const seconds = Math.round(Math.abs(aheadMs) / 1_000);
  return fault(
    check,
    `this machine is ${seconds} s ${aheadMs > 0 ? 'ahead of' : 'behind'} Zoom`,
    'Have it set by the network (Linux: timedatectl set-ntp true; macOS and Windows: Date & Time, set automatically).',
  );
}

/** Whether the table is there with the keys, indexes and expiry that this version reads and writes. */
async function checkTable(
  which: 'captures' | 'control',
  stage: ExaminedStage,
  { dynamodb, explain }: DoctorDependencies,
): Promise<Finding> {
  const check = which === 'captures' ? 'table Captures' : 'table Control';
  const tableName = which === 'captures' ? stage.capturesTable : stage.controlTable;
  try {
    const faults = [
      ...(await tableFaults(dynamodb, tableName, tableIndexes[which])),
      // A local engine does not say that items expire: its run takes care of it.
      ...(stage.isLocal ? [] : await expiryFaults(dynamodb, tableName)),
    ];
    return faults.length === 0 ? ok(check, 'as this version expects it') : fault(check, faults.join('; '), deployTodo);
  } catch (error) {
    return fault(check, explain(error), deployTodo);
  }
}

const deployTodo = 'Deploy this version: npx cdk deploy -c stage=… (locally, start `npm run serve` anew).';

/** Zoom has no call that tells of it. */
const eventSubscription = ({ webhookUrl }: ExaminedStage): Finding =>
  unchecked(
    "Zoom's event subscription",
    'no call to Zoom tells which events it sends, and where to.',
    `See in the Zoom app under Feature → General Features → Event Subscriptions that it is enabled, sends End Meeting and Webinar has ended, and to ${webhookUrl}.`,
  );
