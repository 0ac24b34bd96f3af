import { type RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { type Dataset, isUsual, knownDatasets, datasets as usualDatasets } from '../../shared/domain/dataset.ts';
import type { ZoomAccountConfig } from '../settings/stage-config.ts';

/**
 * What stands in a new secret until an operator puts the real values there: its shape, and nothing to sign in with. With
 * no webhook secret token in it, every event is refused.
 *
 * Never change it: Secrets Manager would write the new one over what operators have put there.
 */
const placeholder = JSON.stringify({ accountId: '', clientId: '', clientSecret: '', webhookSecretTokens: [] });

interface ZoomAccountSecretProps {
  readonly account: ZoomAccountConfig;
  readonly removalPolicy: RemovalPolicy;
  /** @default - AWS's key for this account */
  readonly encryptionKey?: IKey | undefined;
}

/** The credentials of one Zoom account's Server-to-Server OAuth app, and the secret tokens of its webhooks. */
export class ZoomAccountSecret extends Construct {
  readonly account: ZoomAccountConfig;
  readonly secret: Secret;

  constructor(scope: Construct, id: string, { account, removalPolicy, encryptionKey }: ZoomAccountSecretProps) {
    super(scope, id);
    this.account = account;
    this.secret = new Secret(this, 'Secret', {
      description: `Zoom account "${account.name}": accountId, clientId, clientSecret, webhookSecretTokens (a list)`,
      generateSecretString: { secretStringTemplate: placeholder, generateStringKey: 'placeholder' },
      removalPolicy,
      ...(encryptionKey && { encryptionKey }),
    });
    Validations.of(this.secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: 'Zoom has no call that changes these credentials: only a person can rotate them, in the App Marketplace.',
    });
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

/** What functions and commands are told of the accounts, as JSON: where each secret is, and what goes for the account. */
export function accountReferences(scope: Construct, accounts: readonly ZoomAccountSecret[]): string {
  const list = accounts.map(({ account: { name, plan, datasets, kinds, subAccounts }, secret }) => ({
    name,
    secretId: secret.secretArn,
    plan,
    ...shortDatasets(datasets),
    ...(kinds && { kinds }),
    ...(subAccounts && { subAccounts }),
  }));
  return Stack.of(scope).toJsonString(list);
}
