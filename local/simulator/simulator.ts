import type { Dataset } from '../../shared/domain/dataset.ts';
import { createOwnServer } from '../own-server.ts';
import { listenOnLoopback } from '../server-process.ts';
import type { LoggedCall } from './answers/call.ts';
import { servedRows } from './answers/listing.ts';
import { createSimulatorState, meetingKey } from './answers/simulator-state.ts';
import type { Fault } from './faults/fault.ts';
import type { SimulatedMeeting } from './meeting.ts';
import type { SimulatorOptions } from './options.ts';
import { createRequestListener } from './request-listener.ts';
import { fork, seededRandom } from './rows/random.ts';
import { rowFields, rowTexts } from './rows/row.ts';
import type { SimulatedAccount } from './zoom/account.ts';

export type Simulator = {
  /** Such as http://127.0.0.1:4000/v2. */
  readonly apiUrl: string;
  /** Such as http://127.0.0.1:4000/oauth/token. */
  readonly oauthUrl: string;
  /** Of the first account. */
  readonly credentials: SimulatedAccount;
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
  readonly calls: readonly LoggedCall[];
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
  const state = createSimulatorState({ ...options, random }, () => origin);
  const calls: LoggedCall[] = [];
  const stopping = new AbortController();
  const { latencyMs = 0 } = options;
  const listener = createRequestListener({ state, calls, latencyMs, random: fork(random), signal: stopping.signal });
  const server = createOwnServer(listener);
  server.keepAliveTimeout = 60_000;
  const listening = await listenOnLoopback(server, options.port ?? 0);
  origin = listening.url;

  const servedTexts = (uuid: string, dataset: Dataset) => rowTexts(servedRows(state, uuid, dataset));
  return {
    apiUrl: `${origin}/v2`,
    oauthUrl: `${origin}/oauth/token`,
    credentials: state.accounts[0],
    addMeeting: (meeting) => void state.meetings.set(meetingKey(meeting), meeting),
    get meetings() {
      return [...state.meetings.values()];
    },
    served: (uuid, dataset) => servedTexts(uuid, dataset).map((text) => ({ ...rowFields(text) })),
    servedTexts,
    calls,
    get tokensIssued() {
      return state.accessTokens.issued();
    },
    setFaults: state.faults.set,
    close: () => {
      stopping.abort();
      return listening.close();
    },
  };
}
