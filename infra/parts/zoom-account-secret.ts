import { type RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { type Dataset, isUsual, knownDatasets, datasets as usualDatasets } from '../../shared/domain/dataset.ts';
import type { ZoomAccountConfig } from '../settings/stage-config.ts';
import { answerRules, inBothPacks } from './reviewed-rules.ts';

/**
 * What stands in new secrets until an operator puts the real values there: its shape, and nothing to sign in with. With
 * no webhook secret token in it, every event is refused.
 *
 * Never change them: Secrets Manager would write the new ones over what operators have put there.
 */
const placeholder = JSON.stringify({ accountId: '', clientId: '', clientSecret: '', webhookSecretTokens: [] });

interface ZoomAccountSecretsProps {
  readonly account: ZoomAccountConfig;
  readonly removalPolicy: RemovalPolicy;
  /** @default - AWS's key for this account */
  readonly encryptionKey?: IKey | undefined;
}

/**
 * What is secret of one Zoom account: what its events are verified with, which the webhook can read and nothing else, and
 * what calls are made with, which it cannot.
 */
export class ZoomAccountSecrets extends Construct {
  readonly account: ZoomAccountConfig;
  /** The secret tokens. Of a stage of 0.1.0 also the credentials, until somebody moves them. */
  readonly secret: Secret;
  /** The credentials of the account's Server-to-Server OAuth app. */
  readonly credentials: Secret;

  constructor(scope: Construct, id: string, { account, removalPolicy, encryptionKey }: ZoomAccountSecretsProps) {
    super(scope, id);
    this.account = account;
    const kept = { removalPolicy, ...(encryptionKey && { encryptionKey }) };
    this.secret = new Secret(this, 'Secret', {
      description: `Zoom account "${account.name}", for the webhook: accountId, webhookSecretTokens (a list)`,
      generateSecretString: { secretStringTemplate: placeholder, generateStringKey: 'placeholder' },
      ...kept,
    });
    this.credentials = new Secret(this, 'Credentials', {
      description: `Zoom account "${account.name}", for calls to Zoom: accountId, clientId, clientSecret`,
      generateSecretString: {
        // In a stage of 0.1.0 they stand in the other one, and are used from there until somebody moves them.
        secretStringTemplate: Stack.of(this).toJsonString({
          accountId: '',
          clientId: '',
          clientSecret: '',
          former: this.secret.secretArn,
        }),
        generateStringKey: 'placeholder',
      },
      ...kept,
    });
    answerRules(
      this,
      'Zoom has no call that changes these credentials: only a person can rotate them, in the App Marketplace.',
      ['AwsSolutions-SMG4', ...inBothPacks('SecretsManagerRotationEnabled')],
    );
  }
}

const isSame = (some: readonly Dataset[], all: readonly Dataset[]): boolean =>
  some.length === all.length && all.every((one) => some.includes(one));

/** In few letters what most accounts have: all accounts of a stage stand in 4 KB. */
function shortDatasets(datasets: readonly Dataset[]) {
  if (isSame(datasets, usualDatasets)) return {};
  if (isSame(datasets, knownDatasets)) return { datasets: 'all' };
  const hasUsual = usualDatasets.every((one) => datasets.includes(one));
  return { datasets: hasUsual ? ['', ...datasets.filter((one) => !isUsual(one))].join('+') : datasets };
}

/** What an account's secrets are read for: to verify its events, to call Zoom, or by an operator for both. */
export type SecretsUse = 'verify' | 'call' | 'both';

/** What functions and commands are told of the accounts, as JSON: where secrets are, and what goes for the account. */
export function accountReferences(scope: Construct, accounts: readonly ZoomAccountSecrets[], use: SecretsUse): string {
  const list = accounts.map(({ account: { name, plan, datasets, kinds, subAccounts }, secret, credentials }) => ({
    name,
    // One for each function: all accounts of a stage stand in the 4 KB of its environment.
    secretId: (use === 'call' ? credentials : secret).secretArn,
    ...(use === 'both' && { credentialsId: credentials.secretArn }),
    plan,
    ...shortDatasets(datasets),
    ...(kinds && { kinds }),
    ...(subAccounts && { subAccounts }),
  }));
  return Stack.of(scope).toJsonString(list);
}
