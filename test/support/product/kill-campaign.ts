import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { generateMeeting } from '../../../local/simulator/meetings.ts';
import { startSimulator } from '../../../local/simulator/simulator.ts';
import { sendEndedEvents } from '../../../local/simulator/webhook-events.ts';
import { datasets } from '../../../shared/domain/dataset.ts';
import { canonicalText } from '../../../shared/domain/row/content-hash.ts';
import { parseExact } from '../../../shared/domain/row/exact-json.ts';
import { runCli, serveProduct } from './served-product.ts';

export type KillCampaign = {
  readonly kills: number;
  readonly meetings: number;
  readonly participants: number;
  /** From a start to its kill at most. */
  readonly longestLifeMs: number;
  readonly random: () => number;
  readonly tell?: (text: string) => void;
};

const patienceMs = 90_000;

/**
 * Kills `npm run serve` at random moments while it captures, starts it again each time, and lets it finish.
 * @returns the datasets whose rows are not exactly what Zoom's side serves, as text.
 */
export async function killServe({ kills, meetings: count, participants, longestLifeMs, random, tell }: KillCampaign) {
  const meetings = Array.from({ length: count }, (_, index) =>
    generateMeeting({ seed: 100 + index, participants, minutes: 5, endTime: new Date(Date.now() - 60_000) }),
  );
  const simulator = await startSimulator({ meetings, latencyMs: { minMs: 30, maxMs: 80 } });
  const dataDir = await mkdtemp(join(tmpdir(), 'zoom-capture-kill-'));
  const unsent = [...meetings];
  try {
    for (let kill = 1; kill <= kills; kill += 1) {
      const product = await serveProduct(simulator, dataDir);
      const share = unsent.slice(0, Math.ceil(unsent.length / (kills - kill + 1)));
      const sent = await sendEndedEvents(share, {
        webhookUrl: product.ready.webhook,
        accounts: [simulator.credentials],
      });
      // What was not acknowledged, Zoom would send again.
      for (const { uuid, status } of sent)
        if (status === 204)
          unsent.splice(
            unsent.findIndex((m) => m.uuid === uuid),
            1,
          );
      const lifeMs = Math.round(random() * longestLifeMs);
      await sleep(lifeMs);
      await product.kill();
      tell?.(`kill ${kill} after ${lifeMs} ms, ${simulator.calls.length} calls so far`);
    }
    const product = await serveProduct(simulator, dataDir);
    await sendEndedEvents(unsent, { webhookUrl: product.ready.webhook, accounts: [simulator.credentials] });
    const unfinished = await waitUntilCaptured(dataDir, meetings.length);
    await product.stop();
    const differing: string[] = [...unfinished];
    for (const { uuid } of meetings) {
      for (const dataset of datasets) {
        const { stdout } = await runCli('rows', uuid, dataset, '--json', '--local', '--data-dir', dataDir);
        const stored = stdout
          .split('\n')
          .filter(Boolean)
          .map((line) => canonicalText(parseExact(line)));
        const served = simulator.served(uuid, dataset).map(canonicalText);
        if (stored.sort().join() !== served.sort().join())
          differing.push(`${uuid} ${dataset}: ${stored.length}/${served.length}`);
      }
    }
    return { differing, calls: simulator.calls.length };
  } finally {
    await simulator.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

type Listed = { readonly uuid: string; readonly datasets: Record<string, { readonly state: string }> };

/** Waits until every dataset of every meeting is captured; what still is not after a while, as text. */
async function waitUntilCaptured(dataDir: string, count: number): Promise<string[]> {
  for (const givesUpAt = Date.now() + patienceMs; ; await sleep(1_000)) {
    const { stdout } = await runCli('status', '--json', '--local', '--data-dir', dataDir);
    const { meetings }: { meetings: Listed[] } = JSON.parse(stdout);
    const open = meetings.flatMap(({ uuid, datasets: all }) =>
      Object.entries(all)
        .filter(([, { state }]) => !['captured', 'settled', 'empty'].includes(state))
        .map(([dataset, { state }]) => `${uuid} ${dataset} is ${state}`),
    );
    if (open.length === 0 && meetings.length === count) return [];
    if (Date.now() > givesUpAt) return [...open, `${meetings.length} of ${count} meetings are known`];
  }
}
