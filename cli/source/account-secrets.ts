import { requestHandlerWithin } from '../../shared/runtime/bounded-client.ts';
import { CliError } from '../errors.ts';
import { commandBounds } from './command-bounds.ts';
import type { Source } from './source.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the text of an account's secret. @throws {CliError} saying what is missing */
export type ReadSecret = (secretId: string) => Promise<string>;

/** Of a deployed stage, from Secrets Manager; of a local run, from the environment that `serve` has them from too. */
export const secretReaderOf = (source: Source, env: Environment): ReadSecret =>
  source.kind === 'local' ? async () => localSecret(env) : (secretId) => readFromAws(secretId, source.region);

/** @throws {CliError} saying what is missing */
export async function readFromAws(secretId: string, region: string | undefined): Promise<string> {
  // Loaded here alone: no other command needs it.
  const { GetSecretValueCommand, SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager');
  const client = new SecretsManagerClient({
    requestHandler: requestHandlerWithin(commandBounds),
    ...(region !== undefined && { region }),
  });
  try {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
    return SecretString ?? '';
  } catch (error) {
    const sentence = error instanceof Error ? sentences[error.name] : undefined;
    throw sentence === undefined ? error : new CliError(sentence);
  } finally {
    client.destroy();
  }
}

const sentences: Readonly<Record<string, string>> = {
  ResourceNotFoundException: 'There is no such secret, or nothing has been put into it.',
  AccessDeniedException: 'AWS does not allow it: use credentials that may read it (secretsmanager:GetSecretValue).',
};

const variables = ['ZOOM_ACCOUNT_ID', 'ZOOM_CLIENT_ID', 'ZOOM_CLIENT_SECRET', 'ZOOM_WEBHOOK_SECRET_TOKEN'] as const;

function localSecret(env: Environment): string {
  const missing = variables.filter((name) => !env[name]?.trim());
  if (missing.length > 0) throw new CliError(`${missing.join(', ')} not set in this shell.`);
  return JSON.stringify({
    accountId: env.ZOOM_ACCOUNT_ID,
    clientId: env.ZOOM_CLIENT_ID,
    clientSecret: env.ZOOM_CLIENT_SECRET,
    webhookSecretTokens: env.ZOOM_WEBHOOK_SECRET_TOKEN?.split(','),
  });
}
