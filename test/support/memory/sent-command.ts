import type {
  BatchGetItemCommandInput,
  BatchWriteItemCommandInput,
  DeleteItemCommandInput,
  GetItemCommandInput,
  PutItemCommandInput,
  QueryCommandInput,
  ScanCommandInput,
  UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { NotInMemoryError } from './memory-errors.ts';

/** Each operation's input. */
export type MemoryInputs = {
  readonly GetItem: GetItemCommandInput;
  readonly PutItem: PutItemCommandInput;
  readonly UpdateItem: UpdateItemCommandInput;
  readonly DeleteItem: DeleteItemCommandInput;
  readonly Query: QueryCommandInput;
  readonly Scan: ScanCommandInput;
  readonly BatchGetItem: BatchGetItemCommandInput;
  readonly BatchWriteItem: BatchWriteItemCommandInput;
};
export type MemoryOperation = keyof MemoryInputs;
export type MemoryInput = MemoryInputs[MemoryOperation];

/** What a client is asked to send. */
export type SentCommand = {
  readonly input: MemoryInput;
  readonly middlewareStack: {
    readonly identify: () => readonly string[];
    readonly resolve: (handler: WireHandler, context: object) => WireHandler;
  };
};
type WireHandler = (args: { readonly input: object; readonly request: object }) => Promise<object>;

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
