import { createLog, type Log, type LogFields } from '../../shared/telemetry/log.ts';
import type { Measurement } from '../../shared/telemetry/metric-names.ts';
import { createMetrics } from '../../shared/telemetry/metrics.ts';
import { invocation } from '../../test/integration/webhook/api-gateway.ts';

/** As long as the real ones are. */
const context = {
  ...invocation,
  functionName: 'ZoomCapture-prod-ParticipantsConsumerFunction1A2B3C4D-AbCdEfGhIjKl',
  invokedFunctionArn:
    'arn:aws:lambda:us-east-1:123456789012:function:ZoomCapture-prod-ParticipantsConsumerFunction1A2B3C4D-AbCdEfGhIjKl',
  awsRequestId: '79b4f56e-95b1-4643-9700-2807f4e68189',
  memoryLimitInMB: '512',
};

/** Lines of a function's log by the product's own logger and metrics, counted instead of printed. */
export function createLineMeter(functionName: string) {
  let bytes = 0;
  const log = createLog(functionName);
  log.addContext(context);
  const count = (text: string | Uint8Array): boolean => {
    bytes += Buffer.byteLength(text);
    return true;
  };
  /** The logger keeps hold of the streams themselves, so it is these that have to be deaf for a moment. */
  const counted = (level: 'info' | 'warn' | 'error') => (message: string, fields?: LogFields) => {
    const streams = [process.stdout, process.stderr];
    const writes = streams.map(({ write }) => write);
    for (const stream of streams) stream.write = count;
    try {
      log[level](message, fields);
    } finally {
      for (const [index, stream] of streams.entries()) stream.write = writes[index] ?? stream.write;
    }
  };
  const { record } = createMetrics({ stage: 'prod', write: (line) => count(`${line}\n`) });
  return {
    log: { info: counted('info'), warn: counted('warn'), error: counted('error') } satisfies Log,
    record: (measurement: Measurement) => record(measurement),
    bytes: () => bytes,
  };
}

/**
 * What Lambda says of an invocation by itself: where it starts, and its report, as JSON.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html
 */
const platformLines = [
  { type: 'platform.start', record: { requestId: context.awsRequestId, functionArn: '', version: '$LATEST' } },
  {
    type: 'platform.report',
    record: {
      requestId: context.awsRequestId,
      metrics: { durationMs: 127.331, billedDurationMs: 128, memorySizeMB: 512, maxMemoryUsedMB: 135 },
      tracing: {
        spanId: '54565fb41ac79632',
        type: 'X-Amzn-Trace-Id',
        value: 'Root=1-62e900b2-710d76f009d6e7785905449a;Parent=0efbd19962d95b05;Sampled=1;Lineage=1:9dfac3e2:0',
      },
      status: 'success',
    },
  },
];
export const platformBytes = platformLines.reduce(
  (sum, line) => sum + Buffer.byteLength(JSON.stringify({ time: '2026-11-20T09:00:00.000Z', ...line })),
  0,
);

/** API Gateway's line about a request, with the fields of the stack. */
export const accessLineBytes = Buffer.byteLength(
  JSON.stringify({
    requestTime: '20/Nov/2026:09:00:00 +0000',
    requestId: 'a1b2c3d4e5f6g7h=',
    routeKey: 'POST /webhook',
    status: '204',
    responseLatency: '42',
    integrationStatus: '204',
    integrationError: '-',
  }),
);
