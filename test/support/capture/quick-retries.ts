import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';

type RetryStrategy = Exclude<DynamoDBClientConfig['retryStrategy'], undefined>;

/** As many attempts as the consumers' DynamoDB client makes. */
const mostAttempts = 6;

/** The SDK's retries without its pauses, which go by the wall clock. */
export function quickRetries(): RetryStrategy {
  const token = (count: number) => ({ getRetryCount: () => count, getRetryDelay: () => 0 });
  return {
    mode: 'quick',
    acquireInitialRetryToken: async () => token(0),
    async refreshRetryTokenForRetry(last, { error, errorType }) {
      const passing = errorType !== 'CLIENT_ERROR';
      if (passing && last.getRetryCount() + 1 < mostAttempts) return token(last.getRetryCount() + 1);
      throw error ?? new Error('No attempts are left.');
    },
    recordSuccess() {},
  };
}
