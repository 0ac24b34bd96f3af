import type { CallHealth, RateBudget } from '../../../shared/zoom/call-budget.ts';
import { createZoomClient, type TokenSource } from '../../../shared/zoom/client.ts';
import type { ZoomError } from '../../../shared/zoom/errors.ts';
import { createPageRoom } from '../../../shared/zoom/page-room.ts';

export const accessToken = 'secret-access-token';
export const request = { kind: 'meeting', dataset: 'participants', uuid: '/abc==', type: 'past' } as const;
export const page = { participants: [{ user_name: 'Größe 🏛️' }], total_records: 1, next_page_token: '' };
export const body = JSON.stringify(page);

/** Zoom as a worker knows it that nobody has told of a failure. */
const calmHealth: CallHealth = {
  check: async () => {},
  heldUntil: async () => undefined,
  isUnsure: () => false,
  isSuspect: () => false,
  asked() {},
  answered: async () => {},
  failed: async () => undefined,
};

/** A client that never waits, and what it waited and heeded. */
export function aClient(
  { url }: { readonly url: string },
  {
    timeoutMs = 2_000,
    token,
    take = async () => {},
    heed,
    health,
  }: {
    timeoutMs?: number;
    token?: TokenSource;
    take?: RateBudget['take'];
    heed?: RateBudget['heed'];
    health?: Partial<CallHealth>;
  } = {},
) {
  const pauses: number[] = [];
  const heeded: string[] = [];
  const budget: RateBudget = {
    take,
    heed: heed ?? (async ({ scope }) => void heeded.push(scope)),
  };
  const zoom = createZoomClient({
    health: { ...calmHealth, ...health },
    apiUrl: url,
    token: token ?? { get: async () => accessToken, renew: async () => accessToken },
    budget,
    sleep: async (ms) => void pauses.push(ms),
    fetch,
    timeoutMs,
    room: createPageRoom(1_000_000, Date.now),
    now: Date.now,
    random: () => 1,
  });
  return { zoom, pauses, heeded };
}

export const failure = (promise: Promise<unknown>): Promise<ZoomError> =>
  promise.then(
    () => Promise.reject(new Error('It succeeded.')),
    (error) => error,
  );
