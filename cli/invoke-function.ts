import type { LambdaClientConfig } from '@aws-sdk/client-lambda';
import * as z from 'zod/mini';
import { requestHandlerWithin } from '../shared/runtime/bounded-client.ts';
import { CliError } from './cli-error.ts';
import { commandBounds } from './command-bounds.ts';

const functionError = z.object({ errorType: z.string(), errorMessage: z.string() });

/** A function runs for two minutes at most. Asked again, it would run again. */
const patience = {
  maxAttempts: 1,
  requestHandler: requestHandlerWithin({ ...commandBounds, attemptMs: 150_000 }),
};

/**
 * Invokes a function of Lambda and waits for its answer.
 * @throws {CliError} what the function threw
 */
export async function invokeFunction(
  config: LambdaClientConfig,
  functionName: string,
  payload: unknown,
): Promise<unknown> {
  // Loaded here alone: most commands have no use for it.
  const { InvokeCommand, LambdaClient } = await import('@aws-sdk/client-lambda');
  const client = new LambdaClient({ ...config, ...patience });
  try {
    const answer = await client.send(
      new InvokeCommand({ FunctionName: functionName, Payload: Buffer.from(JSON.stringify(payload)) }),
    );
    const result: unknown = JSON.parse(Buffer.from(answer.Payload ?? []).toString() || 'null');
    if (answer.FunctionError === undefined) return result;
    const error = functionError.safeParse(result);
    throw new CliError(error.success ? `The function failed: ${error.data.errorMessage}` : 'The function failed.');
  } catch (error) {
    throw explained(error);
  } finally {
    client.destroy();
  }
}

function explained(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (error.name === 'AccessDeniedException') {
    return new CliError('AWS does not allow it: use credentials that may invoke the function (lambda:InvokeFunction).');
  }
  if (error.name === 'ResourceNotFoundException') {
    return new CliError('There is no such function: check --stage and --region, or deploy the stage anew.');
  }
  return error;
}
