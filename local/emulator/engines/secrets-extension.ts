import type { ServerResponse } from 'node:http';
import { createOwnServer } from '../../own-server.ts';
import { listenOnLoopback } from '../../server-process.ts';
import type { FunctionSession } from './callers.ts';
import { createEngineCall, type Engine, errorAnswer, type Intercept, jsonAnswer } from './engine-call.ts';

type SecretsExtensionOptions = {
  readonly secrets: readonly StoredSecret[];
  readonly sessionOf: (token: string) => FunctionSession | undefined;
  readonly intercept?: Intercept | undefined;
};

export type StoredSecret = { readonly arn: string; readonly name: string; readonly value: string };

type SecretsExtension = { readonly port: number; readonly close: () => Promise<void> };

/**
 * Stands in for the AWS Parameters and Secrets Lambda extension: serves the template's secrets to the template's
 * functions, by their session token, and as the real one only while they work on an invocation.
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/retrieving-secrets_lambda.html
 */
export async function startSecretsExtension(options: SecretsExtensionOptions): Promise<SecretsExtension> {
  const intercept: Intercept = options.intercept ?? ((_call, next) => next());
  const engine = secretsEngine(options.secrets);

  async function serve(url: URL, token: string | undefined, response: ServerResponse): Promise<void> {
    const session = token === undefined ? undefined : options.sessionOf(token);
    const secretId = url.searchParams.get('secretId');
    if (session === undefined) return refuse(response, 'incorrect or missing X-Aws-Parameters-Secrets-Token');
    if (!session.busy()) return refuse(response, 'not ready to serve traffic, please wait');
    if (url.pathname !== '/secretsmanager/get' || !secretId) return refuse(response, 'unexpected request');
    const { functionId, accessKeyId } = session;
    const body = { SecretId: secretId };
    const call = createEngineCall({
      engine: 'secretsmanager',
      operation: 'GetSecretValue',
      body,
      accessKeyId,
      functionId,
    });
    const answer = await intercept(call, () => engine.answer(call));
    response.writeHead(answer.status, { ...answer.headers }).end(answer.body);
  }

  const server = createOwnServer((request, response) => {
    const token = request.headers['x-aws-parameters-secrets-token'];
    serve(new URL(request.url ?? '/', 'http://localhost'), token?.toString(), response).catch(() => response.destroy());
  });
  server.keepAliveTimeout = 120_000;
  const { port, close } = await listenOnLoopback(server, 0);
  return { port, close };
}

function refuse(response: ServerResponse, reason: string): void {
  response.writeHead(400, { 'content-type': 'text/plain' }).end(reason);
}

function secretsEngine(secrets: readonly StoredSecret[]): Pick<Engine, 'answer'> {
  return {
    async answer({ body }) {
      const secret = secrets.find(({ arn, name }) => body.SecretId === arn || body.SecretId === name);
      if (!secret) {
        return errorAnswer(400, 'ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
      }
      return jsonAnswer(200, {
        ARN: secret.arn,
        Name: secret.name,
        SecretString: secret.value,
        VersionId: '00000000-0000-4000-8000-000000000000',
        VersionStages: ['AWSCURRENT'],
        CreatedDate: '2020-01-01T00:00:00Z',
      });
    },
  };
}
