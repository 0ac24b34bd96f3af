import type { Context, SQSEvent } from 'aws-lambda';
import type { FunctionLog, LogFields } from '../../../shared/telemetry/log.ts';

/** An invocation's context with so many milliseconds to go. */
export const context = (remainingMs = 30_000): Context => ({
  callbackWaitsForEmptyEventLoop: false,
  functionName: 'fixture',
  functionVersion: '1',
  invokedFunctionArn: 'arn:aws:lambda:eu-central-1:123456789012:function:fixture',
  memoryLimitInMB: '256',
  awsRequestId: 'request-1',
  logGroupName: 'group',
  logStreamName: 'stream',
  getRemainingTimeInMillis: () => remainingMs,
  done: () => {},
  fail: () => {},
  succeed: () => {},
});

export type Logged = {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly fields: LogFields;
};

/** A log that keeps its lines. */
export function createMemoryLog() {
  const lines: Logged[] = [];
  const at =
    (level: Logged['level']) =>
    (message: string, fields: LogFields = {}) =>
      void lines.push({ level, message, fields });
  const log: FunctionLog = { addContext: () => {}, info: at('info'), warn: at('warn'), error: at('error') };
  return { log, lines };
}

/** A batch as SQS hands it over; bodies by message id. */
export const batch = (bodies: Readonly<Record<string, string>>, receiveCount = 1): SQSEvent => ({
  Records: Object.entries(bodies).map(([messageId, body]) => ({
    messageId,
    receiptHandle: `handle of ${messageId}`,
    body,
    attributes: {
      ApproximateReceiveCount: String(receiveCount),
      SentTimestamp: '1772625600000',
      SenderId: 'sender',
      ApproximateFirstReceiveTimestamp: '1772625600000',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-central-1:123456789012:participants',
    awsRegion: 'eu-central-1',
  })),
});
