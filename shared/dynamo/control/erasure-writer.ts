import { randomBytes } from 'node:crypto';
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { createMarker, type Mark, signText } from '../../domain/erasure/marks.ts';
import type { Item } from '../item.ts';
import { timeToLiveAttribute } from '../schema.ts';
import { erasureKeys, personPrefix } from './erasure-keys.ts';
import { type ErasureTable, erasureItems } from './erasure-reader.ts';
import { readMarkKey, sealedMarkKey } from './mark-key.ts';

/**
 * How long marks are kept. Zoom keeps reports for 15 months, so after this nothing brings a meeting's rows back.
 * @see https://support.zoom.com/hc/en/article?id=zm_kb&sysparm_article=KB0060632
 */
const keptMs = 500 * 86_400_000;

export type Erasure = {
  /** Names it, and says nothing of the person. */
  readonly receipt: string;
  /** ISO 8601. Rows of meetings that ended before are not stored again. */
  readonly erasedAt: string;
};

/** A meeting, for marks that hold within it alone. */
type MarkedMeeting = { readonly uuid: string; readonly endTime: string };

export type ErasureWriter = {
  /** Adds marks of these signs (see `signText`), of the person everywhere or within one meeting. Twice changes nothing. */
  readonly mark: (erasure: Erasure, signs: readonly string[], meeting?: MarkedMeeting) => Promise<void>;
  /**
   * Rewrites what versions without a secret of the stage kept open: the key of the marks, or, of a meeting, which receipts its
   * marks are of.
   */
  readonly seal: (meeting?: MarkedMeeting) => Promise<void>;
};

type Marker = ReturnType<typeof createMarker>;

/**
 * Writes erasures to the `Control` table. Makes the key of the marks when there is none, and seals one that stands open.
 * @throws MarkKeyError from what it returns
 */
export function createErasureWriter(control: ErasureTable, storeSecret: () => Promise<string>): ErasureWriter {
  const { client, table } = control;
  let known: Promise<Marker> | undefined;
  const marker = () => {
    known ??= readMarker(control, storeSecret);
    return known;
  };
  const add = (Key: Item, marks: readonly Mark[], { at, until }: { readonly at: string; readonly until: number }) =>
    client.send(
      new UpdateItemCommand({
        TableName: table,
        Key,
        UpdateExpression: `SET erasedAt = :at, ${timeToLiveAttribute} = :expires ADD marks :marks`,
        ExpressionAttributeValues: {
          ':at': { S: at },
          ':expires': { N: String(Math.floor(until / 1000)) },
          ':marks': { SS: [...new Set(marks)] },
        },
      }),
    );
  return {
    async mark({ receipt, erasedAt }, signs, meeting) {
      if (signs.length === 0) return;
      const toMark = await marker();
      const marks = signs.map(toMark);
      if (!meeting) {
        await add(erasureKeys.person(receipt), marks, { at: erasedAt, until: Date.parse(erasedAt) + keptMs });
        return;
      }
      const { uuid } = meeting;
      const name = toMark(signText.erasure(uuid, receipt));
      await add(erasureKeys.person(name, uuid), marks, timesOf(meeting));
    },
    async seal(meeting) {
      if (!meeting) {
        const items = await erasureItems(control);
        if (items.some(({ key }) => key !== undefined)) await marker();
        return;
      }
      const { uuid } = meeting;
      for (const { sk, marks } of await erasureItems(control, uuid)) {
        const receipt = sk?.S?.slice(personPrefix.length) ?? '';
        if (!isReceipt(receipt)) continue;
        const name = (await marker())(signText.erasure(uuid, receipt));
        if (marks?.SS) await add(erasureKeys.person(name, uuid), marks.SS, timesOf(meeting));
        await client.send(new DeleteItemCommand({ TableName: table, Key: erasureKeys.person(receipt, uuid) }));
      }
    },
  };
}

const isReceipt = (name: string): boolean => /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(name);

const minuteMs = 60_000;

/**
 * Of a meeting's own end, not of the erasure: an instant would tie meetings together as well as the receipt does. Of a
 * meeting that runs, which has the instant of the erasure for its end, the next minute.
 */
function timesOf({ endTime }: MarkedMeeting): { readonly at: string; readonly until: number } {
  const at = Math.ceil(Date.parse(endTime) / minuteMs) * minuteMs;
  return { at: new Date(at).toISOString(), until: at + keptMs };
}

async function readMarker(control: ErasureTable, storeSecret: () => Promise<string>): Promise<Marker> {
  const secret = await storeSecret();
  for (;;) {
    const items = await erasureItems(control);
    const key = readMarkKey(items, secret);
    const isSealed = items.some(({ sealedKey }) => sealedKey !== undefined);
    if (key !== undefined && isSealed) return createMarker(key);
    // One that stands open stays the marks' own; who comes first makes one that is not there yet.
    await sealKey(control, { key, ...sealedMarkKey(key ?? randomBytes(32).toString('base64url'), secret) });
  }
}

async function sealKey(
  { client, table }: ErasureTable,
  { key, sealedKey }: { readonly key: string | undefined; readonly sealedKey: AttributeValue },
): Promise<void> {
  try {
    await client.send(
      new UpdateItemCommand({
        TableName: table,
        Key: erasureKeys.key,
        UpdateExpression: 'SET sealedKey = :sealed REMOVE #key',
        ConditionExpression: `attribute_not_exists(sealedKey) AND ${key === undefined ? 'attribute_not_exists(#key)' : '#key = :key'}`,
        ExpressionAttributeNames: { '#key': 'key' },
        ExpressionAttributeValues: {
          ':sealed': sealedKey,
          ...(key !== undefined && { ':key': { S: key } }),
        },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
