import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { createDynamoClient } from '../../shared/dynamo/dynamo-client.ts';
import { createMeetingReader } from '../../shared/dynamo/meetings/meeting-reader.ts';
import { readEnvironment } from '../../shared/lambda/environment.ts';
import { sqsHandler } from '../../shared/lambda/sqs-handler.ts';
import { decodeNews } from '../../shared/news/news-message.ts';
import { tellNews } from '../../shared/news/tell-news.ts';
import { boundSends, type ClientBounds, requestHandlerWithin } from '../../shared/runtime/bounded-client.ts';
import { createLog } from '../../shared/telemetry/log.ts';

/** Works the queue of news: what there is to tell of a capture goes to EventBridge. */
const environment = readEnvironment(['CAPTURES_TABLE', 'NEWS_BUS', 'STAGE']);
const log = createLog('news');
const bounds: ClientBounds = { connectMs: 1_000, attemptMs: 5_000, sendMs: 12_000 };
const client = new EventBridgeClient({ requestHandler: requestHandlerWithin(bounds) });
boundSends(client, 'EventBridge', bounds);
const deps = {
  client,
  meetings: createMeetingReader({ client: createDynamoClient(), table: environment.CAPTURES_TABLE }),
  bus: environment.NEWS_BUS,
  stage: environment.STAGE,
};

export const handler = sqsHandler(
  async (message) => {
    for (const { type, detail } of await tellNews(message, deps)) {
      log.info('news told', { type, id: detail.id, ...('uuid' in detail && { uuid: detail.uuid }) });
    }
  },
  log,
  decodeNews,
);
