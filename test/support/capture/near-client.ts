import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import type { EngineFront } from '../../../local/emulator/engines/engine-front.ts';

type Handler = Exclude<DynamoDBClientConfig['requestHandler'], undefined>;

/**
 * A client whose requests reach the engine without a wire and unsigned, which is most of what they cost: it serializes, reads
 * errors and tries again as the SDK does, and the engine's interceptor sees each request.
 */
export function nearClient(
  front: Pick<EngineFront, 'call'>,
  accessKeyId: string,
  options: Pick<DynamoDBClientConfig, 'retryStrategy'> = {},
): DynamoDBClient {
  const requestHandler = {
    async handle({ headers, body }: { headers: Record<string, string>; body: string | Uint8Array }) {
      const operation = headers['x-amz-target']?.split('.')[1] ?? '';
      const answer = await front.call(operation, asBuffer(body), accessKeyId);
      return { response: { statusCode: answer.status, headers: answer.headers, body: answer.body } };
    },
  };
  return new DynamoDBClient({
    region: 'us-east-1',
    endpoint: 'http://engine.test',
    credentials: { accessKeyId, secretAccessKey: 'x' },
    signer: { sign: async (request) => request },
    requestHandler: requestHandler as unknown as Handler,
    ...options,
  });
}

const asBuffer = (body: string | Uint8Array): Buffer =>
  typeof body === 'string' ? Buffer.from(body) : Buffer.from(body.buffer, body.byteOffset, body.byteLength);
