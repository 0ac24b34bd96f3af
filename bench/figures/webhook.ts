import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { WebhookEnvironment } from '../../functions/webhook/handler.ts';
import { nodeOptions } from '../../infra/bundling/node-options.ts';
import { type QueueVariable, queueVariables } from '../../shared/queue/capture-queue.ts';
import { apiGatewayEvent } from '../../test/integration/webhook/api-gateway.ts';
import { lambdaEnvironment, stackEnvironment } from '../consumers/lambda-environment.ts';
import { webhookBundles } from '../consumers/webhook-bundles.ts';
import { nextMessage, startProcess } from '../engines/start-process.ts';
import { type Figure, type Line, median } from '../figure.ts';

const pairs = 20;
const warmPairs = 5;
const warmUps = 300;
const warmEvents = 700;
const secretToken = 'bench-token';
const secret = { accountId: 'bench', clientId: 'id', clientSecret: 'hush', webhookSecretTokens: [secretToken] };

/** The webhook's bundle in processes of its own, by turns with what a handler can do least. */
export const webhook: Figure = {
  name: 'webhook',
  about: "the webhook's bundle, its start, its warm events (1 minute)",
  async measure(told) {
    const directory = await mkdtemp(join(tmpdir(), 'bench-webhook-'));
    const main = new URL('../engines/instant-aws-main.ts', import.meta.url);
    const aws = await startProcess(main, [JSON.stringify(secret)]);
    try {
      const bundles = await webhookBundles(directory);
      const env = environmentOf(String(aws.said));
      const ours = { bundle: bundles.webhook, env: { ...env, NODE_OPTIONS: nodeOptions.join(' ') } };
      const one = await eventsFile(directory, 1);
      const many = await eventsFile(directory, warmUps + warmEvents);
      told('cold starts');
      const cold = await byTurns(pairs, [ours, { bundle: bundles.minimal, env }], async (handler) => {
        return (await run(handler, one, 1)).answeredAfterMs;
      });
      told('warm events');
      const warm = await byTurns(warmPairs, [ours, { bundle: bundles.threeSends, env }], async (handler) => {
        return (await run(handler, many, warmUps)).cpuMs;
      });
      await nextAnswer(aws, 20);
      await run(ours, await eventsFile(directory, 5), 1);
      const atOnce = await nextAnswer(aws, 0);
      const bytes = (await stat(bundles.webhook)).size;
      return [
        { what: 'bundle', unit: 'KB', ours: bytes / 1_000, bar: { of: 'value', most: 250 } },
        lineOf('cold start to the first answer', 'minimal handler', cold, 0.9),
        lineOf('CPU of a warm event', 'three bare sends', warm, 1.3),
        { what: 'sends under way at once', unit: 'sends', ours: atOnce, bar: { of: 'value', least: 3 } },
      ];
    } finally {
      await aws.close();
      await rm(directory, { recursive: true });
    }
  },
};

function environmentOf(awsUrl: string): Record<string, string> {
  const queues = queueVariables.map((name) => [name, `${awsUrl}/0/${name.toLowerCase()}`]);
  const ours: Omit<WebhookEnvironment, QueueVariable> = {
    ...stackEnvironment,
    SIGNATURE_MAX_AGE_SECONDS: '5700',
    SIGNATURE_MAX_AHEAD_SECONDS: '300',
  };
  const minimal = { QUEUE_URL: `${awsUrl}/0/q`, SECRET_TOKEN: secretToken };
  return { ...lambdaEnvironment(awsUrl), ...ours, ...Object.fromEntries(queues), ...minimal };
}

async function eventsFile(directory: string, count: number): Promise<string> {
  const events = Array.from({ length: count }, (_, index) => {
    const uuid = Buffer.from(`meeting ${String(index).padStart(8, '0')}`).toString('base64');
    const end_time = new Date().toISOString();
    const object = { id: '98765432101', uuid, topic: 'Weekly', host_id: 'a', type: 2, start_time: end_time, end_time };
    const payload = { account_id: secret.accountId, object };
    return apiGatewayEvent({ event: 'meeting.ended', event_ts: Date.now(), payload }, { token: secretToken });
  });
  const path = join(directory, `events-${count}.json`);
  await writeFile(path, JSON.stringify(events));
  return path;
}

type Handler = { readonly bundle: string; readonly env: Readonly<Record<string, string>> };

/** A process from its start: when it had answered its first event, and the CPU of each warm one. */
async function run({ bundle, env }: Handler, events: string, warmUps: number) {
  const runner = fileURLToPath(new URL('../consumers/run-handler.mjs', import.meta.url));
  const startedAt = performance.now();
  const child = spawn(process.execPath, [runner, bundle, events, String(warmUps)], {
    env,
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
  });
  const answers = child.stdio[3] as Readable;
  let answeredAfterMs = Number.NaN;
  answers.once('data', () => {
    answeredAfterMs = performance.now() - startedAt;
  });
  const [said, [code]] = await Promise.all([text(answers), once(child, 'exit')]);
  if (code !== 0) throw new Error(`A handler's process ended with ${code}.`);
  return { answeredAfterMs, cpuMs: Number(said.trim().split('\n')[1]) };
}

type Pair = readonly [number, number];

async function byTurns(
  count: number,
  [ours, theirs]: readonly [Handler, Handler],
  take: (handler: Handler) => Promise<number>,
): Promise<Pair[]> {
  const taken: Pair[] = [];
  // One of each before, which finds the files in no cache.
  for (let index = -1; index < count; index += 1) {
    const pair = [await take(ours), await take(theirs)] as const;
    if (index >= 0) taken.push(pair);
  }
  return taken;
}

function lineOf(what: string, against: string, taken: readonly Pair[], most: number): Line {
  const ratios = taken.map(([ours, theirs]) => ours / theirs).toSorted((a, b) => a - b);
  const value = median(taken.map(([, theirs]) => theirs));
  return {
    what,
    unit: 'ms',
    ours: median(ratios) * value,
    against: { what: against, value },
    bar: { of: 'ratio', most },
    note: `${taken.length} pairs, ${ratios[0]?.toFixed(2)} to ${ratios.at(-1)?.toFixed(2)}`,
  };
}

async function nextAnswer({ child }: Awaited<ReturnType<typeof startProcess>>, delayMs: number): Promise<number> {
  child.send({ delayMs });
  return Number(await nextMessage(child));
}
