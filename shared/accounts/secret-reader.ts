import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod/mini';
import { ProductError } from '../runtime/errors.ts';
import { type PlainGet, plainGet } from './plain-get.ts';

/** A secret that cannot be read or used now. The message says which one and what to do, and nothing of its contents. */
export class SecretError extends ProductError {
  override readonly name = 'SecretError';
  override readonly retry = 'later';
}

/** Tries of one read; what fails at once is tried again soon, what hangs is not. */
const tries = 3;
const pauseMs = 50;

/** Zoom waits 3 seconds for an answer, so a read that takes longer than this, all its tries together, has failed. */
const timeoutMs = 2_000;

/** What no quick second try will cure; a 400 of other reasons may say that the extension is still starting. */
const lastingReasons: ReadonlySet<string> = new Set(['AccessDeniedException', 'ResourceNotFoundException']);

const extensionAnswer = z.object({ SecretString: z.string() });

export type SecretReaderDeps = { readonly fetch?: PlainGet; readonly env?: NodeJS.ProcessEnv };

/**
 * Reads secrets through the AWS Parameters and Secrets Lambda extension, which answers during an invocation only.
 * The extension keeps a secret for `SECRETS_MANAGER_TTL` seconds; nothing is kept here.
 * @throws SecretError
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/retrieving-secrets_lambda.html
 */
export function createSecretReader({ fetch = plainGet, env = process.env }: SecretReaderDeps = {}) {
  return async (secretId: string): Promise<string> => {
    const port = env.PARAMETERS_SECRETS_EXTENSION_HTTP_PORT || '2773';
    // An address, since looking up the name takes a fifth of a cold start's first event.
    const url = `http://127.0.0.1:${port}/secretsmanager/get?secretId=${encodeURIComponent(secretId)}`;
    const headers = { 'X-Aws-Parameters-Secrets-Token': env.AWS_SESSION_TOKEN ?? '' };

    const signal = AbortSignal.timeout(timeoutMs);

    let fault = '';
    for (let attempt = 1; attempt <= tries; attempt++) {
      if (attempt > 1) await sleep(pauseMs * attempt);
      try {
        const response = await fetch(url, { headers, signal });
        const body = await response.text();
        if (response.ok) return secretString(secretId, body);
        const reason = /\w+Exception/.exec(body)?.[0] ?? '';
        fault = `the extension answered ${response.status} ${reason}`.trim();
        if (lastingReasons.has(reason)) break;
      } catch (error) {
        if (error instanceof SecretError) throw error;
        fault = `the extension on port ${port} did not answer`;
        if (signal.aborted) break;
      }
    }
    throw new SecretError(
      `The secret ${secretId} cannot be read: ${fault}. Check that it exists, that the function may read it ` +
        '(secretsmanager:GetSecretValue, kms:Decrypt), and that the layer of the extension is there.',
    );
  };
}

function secretString(secretId: string, body: string): string {
  try {
    const answer = extensionAnswer.safeParse(JSON.parse(body));
    if (answer.success) return answer.data.SecretString;
  } catch {
    // Falls through: the parser's error would quote the secret.
  }
  throw new SecretError(`The secret ${secretId} has no text (SecretString). Store it as JSON text, not as binary.`);
}
