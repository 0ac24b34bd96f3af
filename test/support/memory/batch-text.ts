import { NotInMemoryError } from './memory-errors.ts';
import type { MemoryInput, SentCommand } from './memory-table.ts';

/** Whether a command changes by itself what is sent. */
export const hasOwnMiddleware = ({ middlewareStack }: SentCommand): boolean => middlewareStack.identify().length > 0;

/**
 * The input of a command as DynamoDB would see it: where a middleware of its own puts in another body, what that body says.
 */
export async function wireInput({ input, middlewareStack }: SentCommand): Promise<MemoryInput> {
  const request: { body?: unknown } = {};
  const handler = middlewareStack.resolve(async () => ({ output: {} }), {});
  await handler({ input, request });
  if (request.body === undefined) return input;
  const body: unknown = JSON.parse(String(request.body));
  if (typeof body !== 'object' || body === null) throw new NotInMemoryError('The body of a call is no JSON object.');
  return body as MemoryInput;
}
