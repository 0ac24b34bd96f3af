/**
 * Many meetings that end at the same time, through `npm run serve`: how long the webhook's answers take, what the process
 * holds, and whether every capture is whole in the end. Zoom's side and the sender are another process: this one.
 * Usage: node test/campaigns/serve-burst.ts [meetings] [seconds] [participants]
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openStack } from '../../cli/source/stack.ts';
import { generateMeeting } from '../../local/simulator/meetings.ts';
import { startSimulator } from '../../local/simulator/simulator.ts';
import { sendEndedEvents } from '../../local/simulator/webhook-events.ts';
import { datasets } from '../../shared/domain/dataset.ts';
import { canonicalText } from '../../shared/domain/row/content-hash.ts';
import { createMeetingReader } from '../../shared/dynamo/meetings/meeting-reader.ts';
import { readRows } from '../../shared/dynamo/rows/row-reader.ts';
import { serveProduct } from '../support/product/served-product.ts';

const [count = 300, seconds = 4, participants = 10] = process.argv.slice(2).map(Number);
const patienceMs = Number(process.env.PATIENCE_MS ?? 300_000);
const endTime = new Date(Date.now() - 60_000);
const meetings = Array.from({ length: count }, (_, index) =>
  generateMeeting({ seed: 1_000 + index, participants, minutes: 10, endTime }),
);
const simulator = await startSimulator({ meetings, latencyMs: { minMs: 30, maxMs: 80 } });
const dataDir = await mkdtemp(join(tmpdir(), 'zoom-capture-burst-'));
const loadBefore = loadavg()[0] ?? 0;
const startedAt = Date.now();
const product = await serveProduct(simulator, dataDir);
const readyMs = Date.now() - startedAt;
const { pid }: { readonly pid: number } = JSON.parse(await readFile(join(dataDir, 'stack.json'), 'utf8'));
let threads = 0;
const watching = setInterval(async () => {
  threads = Math.max(threads, (await processFigures(pid)).threads);
}, 100);
try {
  const restingMb = (await processFigures(pid)).peakMb;
  const burstAt = Date.now();
  const answers = await Promise.all(
    meetings.map((_, index) => sendAt(burstAt + (index * seconds * 1_000) / count, index)),
  );
  const after = await processFigures(pid);
  const open = await untilWhole();
  const wholeMs = Date.now() - burstAt;
  const { peakMb, cpuSeconds } = await processFigures(pid);
  await sleep(Number(process.env.IDLE_SECONDS ?? 0) * 1_000);
  const { residentMb, anonymousMb, threads: threadsLater } = await processFigures(pid);
  const tookMs = answers.map(({ ms }) => ms).sort((a, b) => a - b);
  const at = (share: number) => `${Math.round(tookMs[Math.ceil(share * count) - 1] ?? 0)} ms`;
  console.log(
    `${count} meetings of ${participants} within ${seconds} s, on ${availableParallelism()} cores; load ${loadBefore}`,
  );
  console.log(`ready after ${readyMs} ms with ${restingMb} MB`);
  console.log(`accepted ${answers.filter(({ status }) => status === 204).length} of ${count}`);
  console.log(`webhook: median ${at(0.5)}, p90 ${at(0.9)}, p99 ${at(0.99)}, longest ${at(1)}`);
  console.log(`peak memory ${peakMb} MB (${after.peakMb} MB until the last answer), ${threads} threads`);
  console.log(`processor: ${after.cpuSeconds.toFixed(1)} s until the last answer, ${cpuSeconds.toFixed(1)} s in all`);
  console.log(
    `whole after ${(wholeMs / 1_000).toFixed(1)} s; then ${residentMb} MB (${anonymousMb} MB of them its own), ${threadsLater} threads`,
  );
  console.log(`captures that are not whole: ${open.length} of ${count * datasets.length}`);
  for (const text of open.slice(0, 10)) console.log(`  ${text}`);
  process.exitCode = open.length === 0 ? 0 : 1;
} finally {
  clearInterval(watching);
  await product.stop();
  await simulator.close();
  await rm(dataDir, { recursive: true, force: true });
}

async function sendAt(atMs: number, index: number): Promise<{ readonly status: number; readonly ms: number }> {
  await sleep(Math.max(0, atMs - Date.now()));
  const from = performance.now();
  const to = { webhookUrl: product.ready.webhook, accounts: [simulator.credentials] } as const;
  const [sent] = await sendEndedEvents(meetings.slice(index, index + 1), to);
  return { status: sent?.status ?? 0, ms: performance.now() - from };
}

/** Waits until the captures are done, then compares rows. @returns those that are not whole */
async function untilWhole(): Promise<string[]> {
  const { dynamodb: client, output, close } = await openStack({ kind: 'local', dataDir });
  const table = output('CapturesTable');
  const reader = createMeetingReader({ client, table });
  const open: string[] = [];
  const givesUpAt = Date.now() + patienceMs;
  for (const { uuid } of meetings) {
    for (const dataset of datasets) {
      const read = async () => (await reader.find(uuid))?.captures[dataset]?.state ?? 'unknown';
      let state = await read();
      for (; !['captured', 'settled'].includes(state) && Date.now() < givesUpAt; state = await read()) await sleep(200);
      const stored = await Array.fromAsync(readRows(uuid, dataset, { client, table }));
      const text = (rows: readonly object[]) => rows.map(canonicalText).sort().join();
      if (text(stored) !== text(simulator.served(uuid, dataset)))
        open.push(`${uuid} ${dataset}: ${state}, ${stored.length} rows`);
    }
  }
  await close();
  return open;
}

/** What Linux tells of a process. */
async function processFigures(id: number) {
  const status = await readFile(`/proc/${id}/status`, 'utf8');
  const stat = await readFile(`/proc/${id}/stat`, 'utf8');
  const of = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]);
  const megabytes = (name: string) => Math.round(of(name) / 1024);
  // Fields 14 and 15, in ticks of 10 ms; the name before them may hold spaces.
  const [user = 0, system = 0] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13)
    .map(Number);
  return {
    peakMb: megabytes('VmHWM'),
    residentMb: megabytes('VmRSS'),
    anonymousMb: megabytes('RssAnon'),
    threads: of('Threads'),
    cpuSeconds: (user + system) / 100,
  };
}
