import { createServer } from 'node:http';
import type { Dataset } from '../../shared/domain/dataset.ts';
import type { Fault } from './faults/fault.ts';
import type { Call } from './http/call.ts';
import { closeServer, listen } from './http/listening.ts';
import { createRequestListener } from './http/request-listener.ts';
import type { SimulatedMeeting } from './meeting.ts';
import type { SimulatorOptions } from './options.ts';
import { fork, seededRandom } from './rows/random.ts';
import { rowFields, rowTexts } from './rows/row.ts';
import type { Credentials } from './zoom/account.ts';
import { createWorld } from './zoom/create-world.ts';
import { servedRows } from './zoom/served-rows.ts';
import { meetingKey } from './zoom/world.ts';

export type Simulator = {
  /** Such as http://127.0.0.1:4000/v2. */
  readonly apiUrl: string;
  /** Such as http://127.0.0.1:4000/oauth/token. */
  readonly oauthUrl: string;
  /** Of the first account. */
  readonly credentials: Credentials;
  /** Adds a meeting, or replaces the one of the same kind and UUID. */
  readonly addMeeting: (meeting: SimulatedMeeting) => void;
  readonly meetings: readonly SimulatedMeeting[];
  /**
   * The rows Zoom lists for this dataset, as a poll that began now would see them (pending `early-data` and `not-ready`
   * faults included), `registrant_id` included. Takes `type=pastOne` for granted where it is needed.
   * @throws Error when there is no such meeting.
   */
  readonly served: (uuid: string, dataset: Dataset) => Readonly<Record<string, unknown>>[];
  /** The same, each as the JSON text that is sent. */
  readonly servedTexts: (uuid: string, dataset: Dataset) => string[];
  /** Every request answered so far, in the order of the answers' being decided. */
  readonly calls: readonly Call[];
  /** Access tokens granted so far. */
  readonly tokensIssued: number;
  /** Replaces all faults; their counts begin anew. */
  readonly setFaults: (faults: readonly Fault[]) => void;
  /** Ends the server and every connection; calling it again does nothing. */
  readonly close: () => Promise<void>;
};

/** Zoom's side on this machine: a real HTTP server on 127.0.0.1, the same answers in every run. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const random = options.random ?? seededRandom(1);
  let origin = '';
  const world = createWorld({ ...options, random }, () => origin);
  const calls: Call[] = [];
  const stopping = new AbortController();
  const { latencyMs = 0 } = options;
  const listener = createRequestListener({ world, calls, latencyMs, random: fork(random), signal: stopping.signal });
  const server = createServer({ keepAliveTimeout: 60_000 }, listener);
  const port = await listen(server, options.port ?? 0);
  origin = `http://127.0.0.1:${port}`;

  const servedTexts = (uuid: string, dataset: Dataset) => rowTexts(servedRows(world, uuid, dataset));
  return {
    apiUrl: `${origin}/v2`,
    oauthUrl: `${origin}/oauth/token`,
    credentials: world.accounts[0],
    addMeeting: (meeting) => void world.meetings.set(meetingKey(meeting), meeting),
    get meetings() {
      return [...world.meetings.values()];
    },
    served: (uuid, dataset) => servedTexts(uuid, dataset).map((text) => ({ ...rowFields(text) })),
    servedTexts,
    calls,
    get tokensIssued() {
      return world.accessTokens.issued();
    },
    setFaults: world.faults.set,
    close: () => {
      stopping.abort();
      return closeServer(server);
    },
  };
}
