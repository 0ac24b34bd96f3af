/** Follows the page tokens of a list by the largest pages, and does nothing with what they bring. */
import { pagePath } from '../../shared/zoom/endpoints.ts';
import { fetchAccessToken } from '../obvious/access-token.ts';
import { type Consume, type Surroundings, workOrders } from './orders.ts';

async function start({ apiUrl, ...zoom }: Surroundings): Promise<Consume> {
  const headers = { authorization: `Bearer ${await fetchAccessToken(zoom)}` };
  return async ({ meeting: { kind, uuid }, dataset }) => {
    let pageToken: string | undefined;
    do {
      const request = { kind, dataset, uuid, type: 'past', ...(pageToken && { pageToken }) } as const;
      const body = await (await fetch(apiUrl + pagePath(request), { headers })).text();
      pageToken = /"next_page_token":"([^"]*)"/.exec(body)?.[1];
    } while (pageToken);
  };
}

await workOrders(start);
