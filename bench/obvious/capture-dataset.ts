import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Dataset } from '../../shared/domain/dataset.ts';
import type { Kind } from '../../shared/domain/meeting/kind.ts';
import { type ObviousRow, storeRows } from './store-rows.ts';

export type ObviousCapture = {
  readonly apiUrl: string;
  readonly accessToken: string;
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
  readonly kind: Kind;
  readonly uuid: string;
  readonly dataset: Dataset;
  readonly fetch: typeof fetch;
  readonly sleep: (ms: number) => Promise<unknown>;
};

type ObviousPage = { readonly participants: readonly ObviousRow[]; readonly next_page_token?: string };

/**
 * What a good engineer writes on a first day: fetch a page of Zoom's default size, store it, fetch the next; wait a second when
 * Zoom says 429. @returns pages fetched
 */
export async function captureDataset(capture: ObviousCapture): Promise<number> {
  const { apiUrl, accessToken, client, table, kind, uuid, dataset, fetch, sleep } = capture;
  const source = dataset === 'report' ? 'report' : 'metrics';
  const path = `/${source}/${kind}s/${doubleEncoded(uuid)}/participants${dataset === 'qos' ? '/qos' : ''}`;
  let pages = 0;
  let pageToken = '';
  for (;;) {
    const url = new URL(apiUrl + path);
    if (source === 'metrics') url.searchParams.set('type', 'past');
    if (pageToken !== '') url.searchParams.set('next_page_token', pageToken);
    const response = await fetch(url, { headers: { authorization: `Bearer ${accessToken}` } });
    if (response.status === 429) {
      await response.body?.cancel();
      await sleep(1_000);
      continue;
    }
    if (!response.ok) throw new Error(`Zoom answered ${response.status}: ${await response.text()}`);
    const page = (await response.json()) as ObviousPage;
    await storeRows(page.participants, { uuid, dataset }, { client, table });
    pages += 1;
    pageToken = page.next_page_token ?? '';
    if (pageToken === '') return pages;
  }
}

const doubleEncoded = (uuid: string): string => encodeURIComponent(encodeURIComponent(uuid));
