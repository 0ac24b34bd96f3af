import { isDeepStrictEqual } from 'node:util';
import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Capture } from '../../domain/capture/capture.ts';
import type { Dataset } from '../../domain/dataset.ts';
import type { Item } from '../item.ts';
import { accountOfMark, isForgotten, MeetingForgottenError } from '../meetings/forgotten-item.ts';
import { encodeAccount } from '../meetings/meeting-accounts.ts';
import { encodeMeeting, type MeetingRecord } from '../meetings/meeting-item.ts';
import { entities, sortKeys } from '../schema.ts';
import { decodeCapture, encodeCapture } from './capture-item.ts';

export type CaptureStore = {
  /** A consistent read; undefined when nobody has registered it. @throws {MeetingForgottenError} */
  readonly load: (uuid: string, dataset: Dataset) => Promise<Capture | undefined>;
  /**
   * Puts the account's, the meeting's and the captures' items unless they are there, or marks that the meeting was forgotten of
   * this account. Twice changes nothing.
   */
  readonly register: (meeting: MeetingRecord, ...captures: readonly Capture[]) => Promise<void>;
  /** The same, also in place of the marks of a meeting that was forgotten. */
  readonly registerAnew: (meeting: MeetingRecord, ...captures: readonly Capture[]) => Promise<void>;
  /** Puts the item of a snapshot of a running meeting, unless there is one: no meeting is registered before its end. */
  readonly registerSnapshot: (snapshot: Capture) => Promise<void>;
  /**
   * Replaces the capture, provided its item still has `expectedRun`: what a fenced-off worker saves is refused.
   * Saving the same again succeeds,
   * also where the capture has a new run.
   * @returns whether it was saved.
   */
  readonly save: (capture: Capture, expectedRun: number) => Promise<boolean>;
  /** When items of a meeting that ended at `endTime` expire, in epoch seconds; undefined for never. */
  readonly expiresAt: (endTime: string) => number | undefined;
};

export type CaptureStoreDeps = {
  readonly client: DynamoDBClient;
  readonly table: string;
  /** Days after the meeting's end that its items are kept; 0 for ever. */
  readonly retentionDays: number;
};

/** Where an item may be put: nothing is there, or a mark alone, of another account or of any. */
const absent = 'attribute_not_exists(pk)';
const absence = {
  'absent or of another account': `${absent} OR (entity = :forgotten AND forgottenOf <> :account)`,
  'absent or forgotten': `${absent} OR entity = :forgotten`,
} as const;

/** Meeting and capture items in the `Captures` table. One item at a time, conditional writes, no index. */
export function createCaptureStore({ client, table, retentionDays }: CaptureStoreDeps): CaptureStore {
  const expiresAt = (endTime: string) =>
    retentionDays > 0 ? Math.floor(Date.parse(endTime) / 1000) + retentionDays * 86_400 : undefined;

  // Each worker writes an account's item once at most.
  const knownAccounts = new Set<string>();
  const put = async (Item: Item, condition: string, values?: Item): Promise<boolean> => {
    try {
      await client.send(
        new PutItemCommand({
          TableName: table,
          Item,
          ConditionExpression: condition,
          ...(values && { ExpressionAttributeValues: values }),
          ...(condition.includes('#run') && { ExpressionAttributeNames: { '#run': 'run' } }),
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  };

  const loadItem = async (uuid: string, dataset: Dataset): Promise<Item | undefined> => {
    const { Item } = await client.send(
      new GetItemCommand({
        TableName: table,
        Key: { pk: { S: uuid }, sk: { S: sortKeys.capture(dataset) } },
        ConsistentRead: true,
      }),
    );
    return Item;
  };

  const registerAs = async (as: keyof typeof absence, meeting: MeetingRecord, captures: readonly Capture[]) => {
    const condition = absence[as];
    const isOfAccount = condition.includes(':account');
    const values = {
      ':forgotten': { S: entities.forgotten },
      ...(isOfAccount && { ':account': { S: meeting.account } }),
    };
    if (!knownAccounts.has(meeting.account)) {
      // First, so that a kill in between leaves no meeting unlisted.
      await put(encodeAccount(meeting.account, meeting.registeredAt), absent);
      knownAccounts.add(meeting.account);
    }
    await put(encodeMeeting(meeting, expiresAt(meeting.endTime)), condition, values);
    for (const capture of captures) await put(encodeCapture(capture, expiresAt(meeting.endTime)), condition, values);
  };

  return {
    expiresAt,
    async load(uuid, dataset) {
      const item = await loadItem(uuid, dataset);
      if (item && isForgotten(item)) throw new MeetingForgottenError({ uuid, account: accountOfMark(item) });
      return item && decodeCapture(item);
    },
    register: (meeting, ...captures) => registerAs('absent or of another account', meeting, captures),
    registerAnew: (meeting, ...captures) => registerAs('absent or forgotten', meeting, captures),
    async registerSnapshot(snapshot) {
      await put(encodeCapture(snapshot, expiresAt(snapshot.endTime)), 'attribute_not_exists(pk)');
    },
    async save(capture, expectedRun) {
      const condition = { ':run': { N: String(expectedRun) } };
      if (await put(encodeCapture(capture, expiresAt(capture.endTime)), '#run = :run', condition)) return true;
      // Refused, perhaps, by what it wrote itself: the first answer was lost and the SDK tried again.
      if (capture.run === expectedRun) return false;
      const item = await loadItem(capture.uuid, capture.dataset);
      return item !== undefined && !isForgotten(item) && isDeepStrictEqual(decodeCapture(item), capture);
    },
  };
}
