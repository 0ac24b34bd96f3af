import type { SimulatedMeeting } from '../../local/simulator/meeting.ts';
import type { SimulatorOptions } from '../../local/simulator/options.ts';
import { type Simulator, startSimulator } from '../../local/simulator/simulator.ts';
import { byDataset } from '../../shared/domain/dataset.ts';

/** A small ended meeting; override what the test is about. */
export function aMeeting(changes: Partial<SimulatedMeeting> = {}): SimulatedMeeting {
  const rows = Array.from({ length: 5 }, (_, index) => ({
    user_id: String(index),
    leave_time: '2026-11-02T10:30:00Z',
  }));
  return {
    kind: 'meeting',
    uuid: '4444AAAiAAAAAiAiAiiAii==',
    meetingId: '93201235621',
    topic: 'Review',
    hostId: 'host',
    type: 2,
    startTime: '2026-11-02T10:00:00Z',
    endTime: '2026-11-02T10:30:00Z',
    timezone: 'UTC',
    ...byDataset(() => rows),
    report: rows.map((row) => ({ ...row, duration: 60 })),
    ...changes,
  };
}

export type Asked = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Undefined when the text is no JSON. */
  readonly body: Record<string, unknown> | undefined;
};

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

async function read(response: Response): Promise<Asked> {
  const text = await response.text();
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    body = undefined;
  }
  return { status: response.status, headers: response.headers, text, body: isObject(body) ? body : undefined };
}

export type Rig = {
  readonly simulator: Simulator;
  /** Gets a path below /v2 with the present token. */
  readonly get: (path: string, token?: string) => Promise<Asked>;
  readonly newToken: (changes?: { secret?: string; form?: Record<string, string>; basic?: string }) => Promise<Asked>;
};

export const twice = (uuid: string) => encodeURIComponent(encodeURIComponent(uuid));

/** A simulator for one test, closed with it, and a client that has a token. Times start at 2026-11-20T12:00:00Z. */
export async function rig(options: SimulatorOptions = {}): Promise<Rig & AsyncDisposable> {
  const simulator = await startSimulator({
    now: () => Date.parse('2026-11-20T12:00:00Z'),
    meetings: [aMeeting()],
    ...options,
  });
  const { clientId, clientSecret, accountId } = simulator.credentials;
  const newToken: Rig['newToken'] = async ({ secret = clientSecret, form = {}, basic } = {}) => {
    const authorization = basic ?? `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}`;
    const body = new URLSearchParams({ grant_type: 'account_credentials', account_id: accountId, ...form });
    return read(await fetch(simulator.oauthUrl, { method: 'POST', headers: { authorization }, body }));
  };
  let held: string | undefined;
  return {
    simulator,
    newToken,
    get: async (path, token) => {
      if (token === undefined && held === undefined) held = String((await newToken()).body?.access_token);
      const headers = { authorization: `Bearer ${token ?? held}` };
      return read(await fetch(`${simulator.apiUrl}/${path}`, { headers, redirect: 'manual' }));
    },
    [Symbol.asyncDispose]: () => simulator.close(),
  };
}
