import type { Fault } from '../../../local/simulator/faults/fault.ts';
import { type Simulator, startSimulator } from '../../../local/simulator/simulator.ts';
import { createSharedToken } from '../../../shared/dynamo/control/shared-token.ts';
import { createTokenItem, type TokenItem } from '../../../shared/dynamo/control/token-item.ts';
import type { TokenSource } from '../../../shared/zoom/client.ts';
import { type AccessToken, requestToken } from '../../../shared/zoom/oauth.ts';
import { type ControlTable, controlTable } from './control-table.ts';
import { type VirtualTime, virtualTime } from './virtual-time.ts';

type WorkerOptions = {
  readonly askMs?: number;
  readonly clientSecret?: string;
  /** What goes wrong with its way to the item. */
  readonly item?: (item: TokenItem) => Partial<TokenItem>;
  /** Asks for the token instead of Zoom. */
  readonly request?: () => Promise<AccessToken>;
};

export type TokenRig = AsyncDisposable & {
  readonly time: VirtualTime;
  readonly zoom: Simulator;
  readonly control: ControlTable;
  /** The shared token as one worker sees it; it asks Zoom in `askMs` of virtual time. */
  readonly worker: (options?: WorkerOptions) => TokenSource;
  readonly item: TokenItem;
  /** Requests for tokens so far, refused ones included. */
  readonly asked: () => number;
};

/** Workers of one account and Zoom, whose new tokens end the former ones, in virtual time. */
export async function tokenRig(faults: readonly Fault[] = []): Promise<TokenRig> {
  const time = virtualTime('2026-11-20T12:00:00Z');
  const control = await controlTable({ time, latencyMs: () => 5 });
  const zoom = await startSimulator({ now: time.now, newTokenRevokesOld: true, faults });
  const tokenItem = (clientSecret: string) =>
    createTokenItem({ ...control, accountId: zoom.credentials.accountId }, clientSecret);
  const wholeFetch: typeof fetch = (input, init) =>
    time.outside(async () => {
      const response = await fetch(input, init);
      return new Response(await response.text(), response);
    });
  return {
    time,
    zoom,
    control,
    item: tokenItem(zoom.credentials.clientSecret),
    worker: ({ askMs = 300, clientSecret = zoom.credentials.clientSecret, item = () => ({}), request } = {}) =>
      createSharedToken({
        item: { ...tokenItem(clientSecret), ...item(tokenItem(clientSecret)) },
        async request() {
          if (request) return request();
          await time.sleep(askMs);
          const { oauthUrl, credentials } = zoom;
          const deps = { oauthUrl, fetch: wholeFetch, timeoutMs: 5_000, now: time.now, random: () => 0.5 };
          return requestToken(credentials, deps);
        },
        ...time,
      }),
    asked: () => zoom.calls.filter(({ endpoint }) => endpoint === 'oauth').length,
    async [Symbol.asyncDispose]() {
      await zoom.close();
      await control[Symbol.asyncDispose]();
    },
  };
}
