import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { knownDatasets } from '../../shared/domain/dataset.ts';
import { createDynamoClient } from '../../shared/dynamo/dynamo-client.ts';
import { decodeLakeRequest } from '../../shared/lake/lake-request.ts';
import { mirrorDaysAtOnce, mirrorLake } from '../../shared/lake/mirror-lake.ts';
import { choicesFrom, readEnvironment } from '../../shared/lambda/environment.ts';
import { boundSends, type ClientBounds, requestHandlerWithin } from '../../shared/runtime/bounded-client.ts';
import { createLog } from '../../shared/telemetry/log.ts';
import { createMetrics } from '../../shared/telemetry/metrics.ts';

/** Keeps the lake equal to the table: on its schedule as a whole, and days at once for who asks. */
const environment = readEnvironment(['CAPTURES_TABLE', 'DATASETS', 'LAKE_BUCKET', 'STAGE']);
const log = createLog('lake');
const { record } = createMetrics({ stage: environment.STAGE });
/** A part of an upload is 8 MB. */
const bounds: ClientBounds = { connectMs: 1_000, attemptMs: 30_000, sendMs: 100_000 };
const client = new S3Client({ requestHandler: requestHandlerWithin(bounds) });
boundSends(client, 'S3', bounds);
const deps = {
  store: { client: createDynamoClient(), table: environment.CAPTURES_TABLE },
  bucket: { client, bucket: environment.LAKE_BUCKET },
  datasets: choicesFrom(environment, 'DATASETS', knownDatasets),
  scratch: join(tmpdir(), 'growing'),
  now: Date.now,
  log,
  record,
};

export const handler = middy<unknown>()
  .before(({ context }) => log.addContext(context))
  .handler(async (event: unknown, context: Context) => {
    const invoked = { ...deps, remainingMs: () => context.getRemainingTimeInMillis() };
    const request = decodeLakeRequest(event);
    return request ? mirrorDaysAtOnce(request.mirrorDays, invoked) : mirrorLake(invoked);
  });
