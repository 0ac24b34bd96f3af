import { ConditionalCheckFailedException, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { MeetingRow } from '../../domain/erasure/person-rows.ts';
import { type BatchWriteDeps, batchWrite, deleteText } from '../batch-write.ts';
import { beforeAnyExpiry } from '../expiry.ts';
import type { Item } from '../item.ts';
import { queryItems } from '../query.ts';
import { afterSamples, rowPrefix, samplePrefix, sortKeys } from '../schema.ts';
import { decodeRow } from './exact-row.ts';

/** A row of any dataset that stands in a meeting's partition, also of one that no code names. */
export type StoredRow = MeetingRow & { readonly sk: string };

/** A capture's item, as far as removing rows has to do with it. */
export type ErasableCapture = {
  readonly dataset: string;
  readonly run: number;
  readonly rows: number;
  readonly erased: number;
  /** ISO 8601; absent when no worker has it. */
  readonly leasedUntil?: string;
};

export type MeetingItems = {
  readonly hostId: string | undefined;
  readonly captures: readonly ErasableCapture[];
  readonly rows: readonly StoredRow[];
};

/** Of one capture: rows that are stored, and those of them that are to be removed. */
export type RemovedRows = { readonly stored: number; readonly removed: number };

/** Removes rows of persons from the `Captures` table. Reads are consistent; nothing here reads an index. */
export type RowEraser = {
  /** Everything of one meeting but the samples: two Queries, about a read unit per session. */
  readonly read: (uuid: string) => Promise<MeetingItems>;
  /** The capture's item as it is now; undefined when it is gone. */
  readonly readCapture: (uuid: string, dataset: string) => Promise<ErasableCapture | undefined>;
  /** Sort keys of the samples that belong to these rows; a Query per QoS session. */
  readonly sampleKeys: (rows: readonly StoredRow[]) => Promise<string[]>;
  /**
   * Deletes rows with their samples; index entries go with them. The samples first: a kill in between leaves the session
   * that leads to the rest.
   */
  readonly remove: (rows: readonly StoredRow[], samples: readonly string[]) => Promise<void>;
  /**
   * Has the capture say that rows are removed, before they are: after a kill the second try finds it said. A worker that
   * has started the capture in between counts for itself. The new run fences one that is about to.
   */
  readonly recount: (uuid: string, capture: ErasableCapture, rows: RemovedRows) => Promise<void>;
  /** Removes the host, and the topic that they gave it: Zoom's own is their name. @returns whether there was this host */
  readonly removeHost: (uuid: string, hostId: string) => Promise<boolean>;
};

/** What tells whose a row is, and which rows are of one stay; and of the other items what {@link MeetingItems} has. */
const fields =
  `pk sk verbatim id participant_user_id email user_email user_id participant_uuid registrant_id customer_key
  join_time leave_time status bo_mtg_id hostId dataset run rows erased lease`.split(/\s+/);
const projection = {
  ProjectionExpression: fields.map((_, at) => `#f${at}`).join(),
  ExpressionAttributeNames: Object.fromEntries(fields.map((name, at) => [`#f${at}`, name])),
};

export function createRowEraser({ table, ...deps }: BatchWriteDeps & { readonly table: string }): RowEraser {
  const { client } = deps;
  const itemsOf = (uuid: string, condition: string, bound: string) => {
    const input = {
      TableName: table,
      ConsistentRead: true,
      KeyConditionExpression: `pk = :uuid AND ${condition}`,
      ExpressionAttributeValues: { ':uuid': { S: uuid }, ':bound': { S: bound } },
      ...projection,
    };
    return queryItems(client, input, beforeAnyExpiry);
  };
  /** @returns whether the condition held */
  const update = async (uuid: string, sk: string, change: Partial<UpdateItemCommand['input']>): Promise<boolean> => {
    try {
      await client.send(
        new UpdateItemCommand({ TableName: table, Key: { pk: { S: uuid }, sk: { S: sk } }, ...change }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  };

  return {
    async read(uuid) {
      const [before, after] = await Promise.all([
        Array.fromAsync(itemsOf(uuid, 'sk < :bound', samplePrefix)),
        Array.fromAsync(itemsOf(uuid, 'sk >= :bound', afterSamples)),
      ]);
      const items = [...before, ...after];
      return {
        hostId: items.find(({ sk }) => sk?.S === sortKeys.meeting)?.hostId?.S,
        captures: items.filter(isCapture).map(decodeCapture),
        rows: items.filter(isRowItem).map((item) => decodeStoredRow(uuid, item)),
      };
    },

    async readCapture(uuid, dataset) {
      const [item] = await Array.fromAsync(itemsOf(uuid, 'sk = :bound', sortKeys.capture(dataset)));
      return item && decodeCapture(item);
    },

    async sampleKeys(rows) {
      const keys: string[] = [];
      for (const { uuid, dataset, sk } of rows) {
        if (!samplePrefix.startsWith(`${dataset}-`)) continue;
        const samples = `${samplePrefix}${sk.slice(rowPrefix(dataset).length)}#`;
        for await (const item of itemsOf(uuid, 'begins_with(sk, :bound)', samples)) keys.push(item.sk?.S ?? '');
      }
      return keys;
    },

    async remove(rows, samples) {
      const [uuid] = rows.map((row) => row.uuid);
      for (const keys of [samples, rows.map(({ sk }) => sk)]) {
        const requests = keys.map((sk) => deleteText({ pk: { S: uuid ?? '' }, sk: { S: sk } }));
        await batchWrite(table, requests, deps);
      }
    },

    async recount(uuid, { dataset, run, rows, erased }, { stored, removed }) {
      const uncounted = Math.min(removed, rows - (stored - removed));
      if (uncounted <= 0) return;
      await update(uuid, sortKeys.capture(dataset), {
        UpdateExpression: 'SET #rows = :rows, #erased = :erased, #run = :next',
        ConditionExpression: '#run = :run',
        ExpressionAttributeNames: { '#rows': 'rows', '#erased': 'erased', '#run': 'run' },
        ExpressionAttributeValues: {
          ':rows': { N: String(rows - uncounted) },
          ':erased': { N: String(erased + uncounted) },
          ':run': { N: String(run) },
          ':next': { N: String(run + 1) },
        },
      });
    },

    removeHost: (uuid, hostId) =>
      update(uuid, sortKeys.meeting, {
        UpdateExpression: 'REMOVE hostId, topic',
        ConditionExpression: 'hostId = :hostId',
        ExpressionAttributeValues: { ':hostId': { S: hostId } },
      }),
  };
}

const isCapture = ({ sk }: Item): boolean => sk?.S?.startsWith(sortKeys.capture('')) === true;

/** Told by what it is not, so that the rows of a dataset to come are found too. */
const isRowItem = (item: Item): boolean => item.sk?.S !== sortKeys.meeting && !isCapture(item);

function decodeStoredRow(uuid: string, item: Item): StoredRow {
  const sk = item.sk?.S ?? '';
  return { uuid, dataset: sk.split('#', 1)[0] ?? '', sk, row: decodeRow(item) };
}

function decodeCapture({ dataset, run, rows, erased, lease }: Item): ErasableCapture {
  const leasedUntil = lease?.M?.until?.S;
  return {
    dataset: dataset?.S ?? '',
    run: Number(run?.N),
    rows: Number(rows?.N),
    erased: Number(erased?.N ?? 0),
    ...(leasedUntil !== undefined && { leasedUntil }),
  };
}
