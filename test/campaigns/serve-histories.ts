/**
 * Random histories of meetings through `npm run serve`, killed again and again: corrected rows, early data, odd answers, other
 * kinds. In the end every stored row, count and state is compared with Zoom's side.
 * Usage: node test/campaigns/serve-histories.ts [meetings] [kills] [seed]
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../../local/simulator/faults/fault.ts';
import type { SimulatedMeeting } from '../../local/simulator/meeting.ts';
import { generateMeeting } from '../../local/simulator/meetings.ts';
import { seededRandom } from '../../local/simulator/rows/random.ts';
import { startSimulator } from '../../local/simulator/simulator.ts';
import { sendEndedEvents } from '../../local/simulator/webhook-events.ts';
import { datasets } from '../../shared/domain/dataset.ts';
import { type Kind, kinds } from '../../shared/domain/meeting/kind.ts';
import { canonicalText } from '../../shared/domain/row/content-hash.ts';
import { createDynamoClient } from '../../shared/dynamo/dynamo-client.ts';
import { createMeetingReader } from '../../shared/dynamo/meetings/meeting-reader.ts';
import { readRows } from '../../shared/dynamo/rows/row-reader.ts';
import { serveProduct } from '../support/product/served-product.ts';

const [count = 200, kills = 20, seed = 1] = process.argv.slice(2).map(Number);
const random = seededRandom(seed);
function pick<Value>(values: readonly Value[]): Value {
  const picked = values[Math.floor(random() * values.length)];
  if (picked === undefined) throw new Error('There is nothing to pick from.');
  return picked;
}
/** Without a call to Zoom for so long, nothing more is expected: a message whose worker failed comes back after 12 minutes. */
const patienceMs = 900_000;
/** A meeting that is heard of a day late is believed at its first poll: 86 seconds late, as TIME_SCALE has it. */
const aDayMs = 86_400;

/** Of an event that the last run does not acknowledge. */
const mostSends = 20;

/** Corrected between the first poll and the second, as TIME_SCALE has them. */
const correctedAfterMs = 1_500;

type Draft = {
  readonly recipe: {
    readonly seed: number;
    readonly kind: Kind;
    readonly participants: number;
    readonly minutes: number;
  };
  readonly isCorrected: boolean;
  readonly isConverted: boolean;
};

const drawMeeting = (index: number): Draft => ({
  recipe: {
    seed: seed * 10_000 + index,
    kind: pick<Kind>(['meeting', 'meeting', 'webinar']),
    participants: 2 + Math.floor(random() * 40),
    minutes: 3,
  },
  isCorrected: random() < 0.3,
  isConverted: random() < 0.1,
});

function meetingOf({ recipe, isCorrected, isConverted }: Draft, endTime: Date): SimulatedMeeting {
  const corrected = generateMeeting({ ...recipe, seed: recipe.seed + 5_000, endTime });
  const from = new Date(endTime.getTime() + correctedAfterMs).toISOString();
  const { participants, report } = corrected;
  return {
    ...generateMeeting({ ...recipe, endTime }),
    ...(isCorrected && { versions: [{ from, participants, report }] }),
    ...(isConverted && { endedAs: otherKind(recipe.kind) }),
  };
}

const otherKind = (kind: Kind): Kind => kinds.find((one) => one !== kind) ?? kind;

/** The other kind's lists are asked once: what is too early for that has another end. */
function drawFaults({ recipe, isConverted }: Draft): readonly Fault[] {
  if (isConverted) return [];
  const { uuid } = generateMeeting({ ...recipe, endTime: new Date() });
  const match = { uuid, dataset: pick(datasets) };
  const times = 1 + Math.floor(random() * 4);
  const html = { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>Maintenance.</html>' };
  // Half a day, as TIME_SCALE has it: whoever hears of a meeting a day late, on a busy machine, finds no early data.
  const early = { kind: 'early-data', polls: 1, secondsAfterEnd: aDayMs / 2_000 } as const;
  return pick<readonly Fault[]>([
    [],
    [],
    [{ kind: 'not-ready', times, match }],
    // One poll of QoS is believed when it is not early.
    [{ ...early, shows: 'fewer-rows', match: { uuid, dataset: pick(['participants', 'report']) } }],
    [{ ...early, shows: 'nothing', match }],
    [{ kind: 'server-error', status: 503, times: 4 * times, match }],
    [{ kind: 'page-token-expired', times: 1, match: { ...match, page: 2 } }],
    [{ kind: 'empty-page', times: 1, match }],
    [{ kind: 'odd-total', total: 1e20, times, match }],
    [{ kind: 'truncated', times, match }],
    [{ kind: 'answer', times, ...html, match }],
    [{ kind: 'answer', times, status: 400, body: { code: 500, message: 'Internal error.' }, match }],
    [{ kind: 'missing-scope', times, match }],
    [{ kind: 'access-token-revoked', times: 1, match }],
  ]);
}

const drafts = Array.from({ length: count }, (_, index) => drawMeeting(index));
const faults = drafts.flatMap(drawFaults);
const meetings: SimulatedMeeting[] = [];
const simulator = await startSimulator({ latencyMs: { minMs: 5, maxMs: 40 }, faults });
const dataDir = await mkdtemp(join(tmpdir(), 'zoom-capture-histories-'));
try {
  const unsent: SimulatedMeeting[] = [];
  const send = async (webhookUrl: string) => {
    const sent = await sendEndedEvents(unsent, { webhookUrl, accounts: [simulator.credentials] });
    // What was not acknowledged, Zoom would send again.
    for (const { uuid, status } of sent) {
      const at = unsent.findIndex((meeting) => meeting.uuid === uuid);
      if (status === 204) unsent.splice(at, 1);
    }
  };
  for (let kill = 0; kill <= kills; kill += 1) {
    const product = await serveProduct(simulator, dataDir);
    const share = Math.ceil((count - meetings.length) / (kills - kill + 1));
    for (const draft of drafts.slice(meetings.length, meetings.length + share)) {
      const meeting = meetingOf(draft, new Date());
      meetings.push(meeting);
      unsent.push(meeting);
      simulator.addMeeting(meeting);
    }
    await send(product.ready.webhook);
    if (kill < kills) {
      await sleep(random() * 4_000);
      await product.kill();
      continue;
    }
    for (let tries = 1; unsent.length > 0 && tries <= mostSends; tries += 1) {
      await sleep(5_000);
      await send(product.ready.webhook);
    }
    for (const { uuid } of unsent) console.log(`The webhook did not acknowledge the event of ${uuid}.`);
    const lies = await findLies(product.ready);
    await product.stop();
    console.log(
      `${meetings.length} meetings, ${faults.length} faults, ${kills} kills, ${simulator.calls.length} calls`,
    );
    console.log(`datasets that differ: ${lies.length} of ${meetings.length * datasets.length}`);
    for (const lie of lies) console.log(`  ${lie}`);
    process.exitCode = lies.length === 0 ? 0 : 1;
  }
} finally {
  await simulator.close();
  await rm(dataDir, { recursive: true, force: true });
}

/** Waits until every capture is final, then compares rows, counts and states. */
async function findLies({ dynamodb, table }: { readonly dynamodb: string; readonly table: string }): Promise<string[]> {
  const credentials = { accessKeyId: 'reader', secretAccessKey: 'reader' };
  const client = createDynamoClient({ endpoint: dynamodb, region: 'us-east-1', credentials });
  const reader = createMeetingReader({ client, table });
  const lies: string[] = [];
  let heardOfLate = 0;
  let last = { calls: 0, at: Date.now() };
  const isHopeless = () => {
    const calls = simulator.calls.length;
    if (calls > last.calls) last = { calls, at: Date.now() };
    return Date.now() - last.at > patienceMs;
  };
  for (const { uuid } of meetings) {
    for (const dataset of datasets) {
      const read = async () => (await reader.find(uuid))?.captures[dataset];
      const isDone = (state = '') => ['settled', 'empty', 'failed', 'unavailable'].includes(state);
      let capture = await read();
      for (; !isDone(capture?.state) && !isHopeless(); capture = await read()) await sleep(500);
      const stored = await Array.fromAsync(readRows(uuid, dataset, { client, table }));
      const served = simulator.served(uuid, dataset);
      const text = (rows: readonly object[]) => rows.map(canonicalText).sort().join();
      const lateMs = Date.parse(capture?.registeredAt ?? '') - Date.parse(capture?.endTime ?? '');
      if (lateMs >= aDayMs) heardOfLate += 1;
      const isRight = text(stored) === text(served) && capture?.rows === stored.length && capture.state === 'settled';
      if (!isRight) {
        const said = `${capture?.state} with ${capture?.rows} rows, ${stored.length} stored, ${served.length} served, heard of after ${lateMs} ms`;
        lies.push(`${uuid} ${dataset}: ${said}, ${capture?.lastError?.message ?? 'no fault'}`);
      }
    }
  }
  client.destroy();
  console.log(`datasets that were heard of a day late, as TIME_SCALE has it: ${heardOfLate}`);
  return lies;
}
