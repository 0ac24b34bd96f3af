import { ConditionalCheckFailedException, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { hasSamples, isDataset } from '../../domain/dataset.ts';
import { type ListedRow, withoutHost } from '../../domain/meeting/listed-row.ts';
import { commonRow } from '../../domain/row/common-row.ts';
import type { Row } from '../../domain/row/row.ts';
import { type BatchWriteDeps, batchWrite, deleteText } from '../batch-write.ts';
import { beforeAnyExpiry } from '../expiry.ts';
import type { Item } from '../item.ts';
import { decodeListed, encodeListed } from '../meetings/meeting-item.ts';
import { queryItems } from '../query.ts';
import { hasSamplesInside } from '../samples/sample-items.ts';
import { afterSamples, rowPrefix, samplePrefix, sortKeys } from '../schema.ts';
import { decodeRow } from './exact-row.ts';

/** A row of any dataset that stands in a meeting's partition, also of one that no code names. */
export type StoredRow = {
  readonly uuid: string;
  readonly dataset: string;
  readonly sk: string;
  /** What of it tells whose it is, under the names that most datasets have. */
  readonly row: Row;
  /** Whether samples stand in the row's own item. */
  readonly hasSamplesInside: boolean;
};

/** A capture's item, as far as removing rows has to do with it. */
export type ErasableCapture = {
  readonly dataset: string;
  readonly run: number;
  readonly rows: number;
  readonly erased: number;
  /** ISO 8601; absent when no worker has it. */
  readonly leasedUntil?: string;
  /** Of the last finished poll. */
  readonly contentHash?: string;
};

/** Who a meeting's item says its host was. */
export type StoredHost = {
  readonly hostId?: string;
  /** The meeting's row in Zoom's list, which names the host too. */
  readonly listed?: ListedRow;
};

export type MeetingItems = {
  readonly host: StoredHost;
  readonly captures: readonly ErasableCapture[];
  readonly rows: readonly StoredRow[];
};

export type RowEraserDeps = BatchWriteDeps & { readonly table: string };

/** What tells whose a row is, and which rows are of one stay; and of the other items what {@link MeetingItems} has. */
const fields =
  `pk sk verbatim id participant_user_id email user_email user_id participant_uuid registrant_id customer_key
  join_time leave_time status bo_mtg_id hostId listed listedBy dataset run rows erased lease sampleItems
  samplesEncoding contentHash`.split(/\s+/);
const projection = {
  ProjectionExpression: fields.map((_, at) => `#f${at}`).join(),
  ExpressionAttributeNames: Object.fromEntries(fields.map((name, at) => [`#f${at}`, name])),
};

/** Removes rows of persons from the `Captures` table. Reads are consistent; nothing here reads an index. */
export class RowEraser {
  readonly #deps: RowEraserDeps;

  constructor(deps: RowEraserDeps) {
    this.#deps = deps;
  }

  /** Everything of one meeting but the samples: two Queries, about a read unit per session. */
  async read(uuid: string): Promise<MeetingItems> {
    const [before, after] = await Promise.all([
      Array.fromAsync(this.#itemsOf(uuid, 'sk < :bound', samplePrefix)),
      Array.fromAsync(this.#itemsOf(uuid, 'sk >= :bound', afterSamples)),
    ]);
    const items = [...before, ...after];
    return {
      host: decodeHost(items.find(({ sk }) => sk?.S === sortKeys.meeting) ?? {}),
      captures: items.filter(isCapture).map(decodeCapture),
      // Told by what they are not, so that the rows of a dataset to come are found too.
      rows: items.filter((item) => item.sk?.S !== sortKeys.meeting && !isCapture(item)).map(decodeStoredRow),
    };
  }

  /** The capture's item as it is now; undefined when it is gone. */
  async readCapture(uuid: string, dataset: string): Promise<ErasableCapture | undefined> {
    const [item] = await Array.fromAsync(this.#itemsOf(uuid, 'sk = :bound', sortKeys.capture(dataset)));
    return item && decodeCapture(item);
  }

  /** Sort keys of the samples that belong to these rows; a Query per row of a dataset with samples. */
  async sampleKeys(rows: readonly StoredRow[]): Promise<string[]> {
    const keys: string[] = [];
    for (const { uuid, dataset, sk } of rows.filter((row) => isDataset(row.dataset) && hasSamples(row.dataset))) {
      const samples = `${samplePrefix}${sk.slice(rowPrefix(dataset).length)}#`;
      for await (const item of this.#itemsOf(uuid, 'begins_with(sk, :bound)', samples)) keys.push(item.sk?.S ?? '');
    }
    return keys;
  }

  /**
   * Deletes these items of a meeting, in the order of the lists; index entries go with them. Samples come before their rows: a
   * kill in between leaves the session that leads to the rest.
   */
  async remove(uuid: string, ...lists: readonly (readonly string[])[]): Promise<void> {
    for (const keys of lists) {
      const requests = keys.map((sk) => deleteText({ pk: { S: uuid }, sk: { S: sk } }));
      await batchWrite(this.#deps.table, requests, this.#deps);
    }
  }

  /**
   * Has the capture say that some of its stored rows are removed, before they are: after a kill the second try finds it
   * said. A worker that has started the capture in between counts for itself. The new run fences one that is about to.
   */
  async recount(
    uuid: string,
    { dataset, run, rows, erased }: ErasableCapture,
    { stored, removed }: { readonly stored: number; readonly removed: number },
  ): Promise<void> {
    const uncounted = Math.min(removed, rows - (stored - removed));
    if (uncounted <= 0) return;
    await this.#update(uuid, sortKeys.capture(dataset), {
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
  }

  /**
   * Puts a content hash in the place of one that stands there still, as versions without a secret of the stage wrote it. A
   * worker at the capture has another run, and writes its own.
   */
  async replaceHash(
    uuid: string,
    { dataset, run, contentHash }: ErasableCapture & { readonly contentHash: string },
    replacement: string,
  ): Promise<void> {
    await this.#update(uuid, sortKeys.capture(dataset), {
      UpdateExpression: 'SET contentHash = :replacement',
      ConditionExpression: '#run = :run AND contentHash = :hash',
      ExpressionAttributeNames: { '#run': 'run' },
      ExpressionAttributeValues: {
        ':run': { N: String(run) },
        ':hash': { S: contentHash },
        ':replacement': { S: replacement },
      },
    });
  }

  /**
   * Removes the host, the topic that they gave it (Zoom's own is their name), and what the list's row says of them.
   * @returns whether the item still had this host
   */
  removeHost(uuid: string, { hostId, listed }: StoredHost): Promise<boolean> {
    const row = listed && encodeListed({ ...listed, row: withoutHost(listed.row) });
    const values = { ...(hostId && { ':hostId': { S: hostId } }), ...(row && { ':listed': row.listed }) };
    return this.#update(uuid, sortKeys.meeting, {
      UpdateExpression: `${row ? 'SET listed = :listed ' : ''}REMOVE hostId, topic`,
      ConditionExpression: hostId ? 'hostId = :hostId' : 'attribute_exists(pk) AND attribute_not_exists(hostId)',
      ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
    });
  }

  #itemsOf(uuid: string, condition: string, bound: string): AsyncGenerator<Item> {
    const input = {
      TableName: this.#deps.table,
      ConsistentRead: true,
      KeyConditionExpression: `pk = :uuid AND ${condition}`,
      ExpressionAttributeValues: { ':uuid': { S: uuid }, ':bound': { S: bound } },
      ...projection,
    };
    return queryItems(this.#deps.client, input, beforeAnyExpiry);
  }

  /** @returns whether the condition held */
  async #update(uuid: string, sk: string, change: Partial<UpdateItemCommand['input']>): Promise<boolean> {
    const Key = { pk: { S: uuid }, sk: { S: sk } };
    try {
      await this.#deps.client.send(new UpdateItemCommand({ TableName: this.#deps.table, Key, ...change }));
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }
}

const isCapture = ({ sk }: Item): boolean => sk?.S?.startsWith(sortKeys.capture('')) === true;

const decodeHost = ({ hostId, listed, listedBy }: Item): StoredHost => {
  const row = decodeListed({ listed, listedBy });
  return { ...(hostId?.S !== undefined && { hostId: hostId.S }), ...(row && { listed: row }) };
};

function decodeStoredRow(item: Item): StoredRow {
  const sk = item.sk?.S ?? '';
  const dataset = sk.split('#', 1)[0] ?? '';
  const row = commonRow(dataset, decodeRow(item));
  return { uuid: item.pk?.S ?? '', dataset, sk, row, hasSamplesInside: hasSamplesInside(item) };
}

function decodeCapture({ dataset, run, rows, erased, lease, contentHash }: Item): ErasableCapture {
  const leasedUntil = lease?.M?.until?.S;
  const counts = { run: Number(run?.N), rows: Number(rows?.N), erased: Number(erased?.N ?? 0) };
  return {
    dataset: dataset?.S ?? '',
    ...counts,
    ...(leasedUntil !== undefined && { leasedUntil }),
    ...(contentHash?.S !== undefined && { contentHash: contentHash.S }),
  };
}
