import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createMeetingReader } from '../../shared/dynamo/meetings/meeting-reader.ts';
import { meetingStatus } from '../../shared/dynamo/meetings/meeting-status.ts';
import type { SimulatedMeeting } from '../simulator/meeting.ts';
import { sendEndedEvents } from '../simulator/send-events.ts';
import { startSimulator } from '../simulator/simulator.ts';
import type { Captured } from './captured-table.ts';
import { differingDatasets } from './compare.ts';
import { addresses, runProduct } from './run-product.ts';
import { watchMeeting } from './watch.ts';

/** A planned wait of an hour takes 3.6 seconds. */
const timeScale = 0.001;
const patienceMs = 60_000;

export type Showcase = {
  /** Sends each meeting's signed event. @throws when the webhook does not take one. */
  readonly sendEvents: () => Promise<void>;
  /** Resolves when the meeting is captured and compared with what Zoom's side serves; tells of progress meanwhile. */
  readonly capture: (meeting: SimulatedMeeting, tell: (text: string) => void) => Promise<Captured>;
  readonly close: () => Promise<void>;
};

/** The product's stack and a simulated Zoom with these meetings, both in memory on this machine. */
export async function openShowcase(meetings: readonly SimulatedMeeting[]): Promise<Showcase> {
  const workDir = await mkdtemp(join(tmpdir(), 'zoom-capture-'));
  const simulator = await startSimulator({ meetings, latencyMs: { minMs: 20, maxMs: 60 } });
  const { webhookSecretToken, ...credentials } = simulator.credentials;
  const product = await runProduct({
    account: { ...credentials, webhookSecretTokens: [webhookSecretToken] },
    plan: 'business',
    zoomApiUrl: simulator.apiUrl,
    zoomOauthUrl: simulator.oauthUrl,
    timeScale,
    workDir,
  });
  const { webhook: webhookUrl, dynamodb: endpoint, table } = addresses(product);
  const reading = { accessKeyId: 'reader', secretAccessKey: 'reader' };
  const client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials: reading });
  const reader = createMeetingReader({ client, table });

  return {
    async sendEvents() {
      const sent = await sendEndedEvents(meetings, { webhookUrl, accounts: [simulator.credentials] });
      const refused = sent.find(({ status }) => status !== 204);
      if (refused) throw new Error(`The webhook answered ${refused.status} to the event of ${refused.uuid}.`);
    },
    async capture({ uuid, topic }, tell) {
      const read = async () => {
        const stored = await reader.find(uuid);
        return stored && meetingStatus(stored, Date.now());
      };
      const status = await watchMeeting(topic, read, tell, patienceMs);
      return { status, differing: await differingDatasets(uuid, simulator, { client, table }) };
    },
    async close() {
      await product.close({ graceMs: 0 });
      await simulator.close();
      client.destroy();
      await rm(workDir, { recursive: true, force: true });
    },
  };
}
