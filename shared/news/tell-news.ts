import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { MeetingReader } from '../dynamo/meetings/meeting-reader.ts';
import { ProductError } from '../runtime/errors.ts';
import { type NewsEvent, newsSource } from './news-events.ts';
import type { NewsMessage } from './news-message.ts';
import { newsOfCapture, newsOfErasure } from './news-of.ts';

/** EventBridge has not taken news; told again, some of them are told twice. */
class NewsRefusedError extends ProductError {
  override readonly name = 'NewsRefusedError';
  override readonly retry = 'soon';
}

export type NewsDeps = {
  readonly meetings: Pick<MeetingReader, 'find'>;
  readonly client: Pick<EventBridgeClient, 'send'>;
  /** Name or ARN. */
  readonly bus: string;
  readonly stage: string;
};

/**
 * Tells what there is to tell by a message, as the store has it now; nothing of a meeting that is not stored any more.
 * @returns what was told
 * @throws NewsRefusedError, or what DynamoDB or EventBridge says
 */
export async function tellNews(message: NewsMessage, deps: NewsDeps): Promise<readonly NewsEvent[]> {
  const events = await eventsOf(message, deps);
  if (events.length === 0) return [];
  const { FailedEntryCount = 0, Entries = [] } = await deps.client.send(
    new PutEventsCommand({
      Entries: events.map(({ type, detail }) => ({
        EventBusName: deps.bus,
        Source: newsSource,
        DetailType: type,
        Detail: JSON.stringify(detail),
      })),
    }),
  );
  if (FailedEntryCount === 0) return events;
  const codes = new Set(Entries.flatMap(({ ErrorCode }) => ErrorCode ?? []));
  throw new NewsRefusedError(
    `EventBridge has not taken ${FailedEntryCount} of ${events.length}: ${[...codes].join(', ')}.`,
  );
}

async function eventsOf(message: NewsMessage, { meetings, stage }: NewsDeps): Promise<NewsEvent[]> {
  if (message.about === 'erasure') return [newsOfErasure(message, stage)];
  const stored = await meetings.find(message.uuid, message.datasets);
  return stored ? newsOfCapture(stored, message, stage) : [];
}
