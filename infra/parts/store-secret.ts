import type { RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { answerRules, inBothPacks } from './reviewed-rules.ts';

interface StoreSecretProps {
  readonly removalPolicy: RemovalPolicy;
  /** @default - AWS's key for this account */
  readonly encryptionKey?: IKey | undefined;
}

/**
 * What the tables keep of rows and persons that they do not hold is keyed with it: content hashes, the marks of persons who
 * were erased. Made once; nobody has to know it.
 *
 * Never change how it is generated: Secrets Manager would make a new one, and the marks of erased persons be lost.
 */
export class StoreSecret extends Construct {
  readonly secret: Secret;

  constructor(scope: Construct, id: string, { removalPolicy, encryptionKey }: StoreSecretProps) {
    super(scope, id);
    this.secret = new Secret(this, 'Secret', {
      description: 'Keys what the tables keep of rows and persons that they do not hold. Never change it.',
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy,
      ...(encryptionKey && { encryptionKey }),
    });
    answerRules(
      this.secret,
      'The marks of erased persons are made with it: another one would let captures bring them back.',
      ['AwsSolutions-SMG4', ...inBothPacks('SecretsManagerRotationEnabled')],
    );
  }
}
