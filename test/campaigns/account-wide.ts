/**
 * Two facts of the whole account, while many captures run in several workers of the running product: the most calls that
 * reach Zoom's side in any second, against the plan, and the requests for tokens.
 * Usage: node test/campaigns/account-wide.ts [meetings] [pro|business]
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addresses, runProduct } from '../../local/run/run-product.ts';
import { sendEndedEvents } from '../../local/simulator/webhook-events.ts';
import { planLimits } from '../../shared/domain/account/plan-limits.ts';

const count = Number(process.argv[2] ?? 20);
const plan = process.argv[3] === 'pro' ? 'pro' : 'business';
const endTime = new Date(Date.now() - 3_600_000).toISOString();
const recipes = Array.from({ length: count }, (_, index) => ({
  seed: 500 + index,
  participants: 60,
  minutes: 3,
  endTime,
}));
const options = { plan, dashboard: true, latencyMs: { minMs: 50, maxMs: 150 } };
const zoom = fork(join(import.meta.dirname, 'simulator-process.ts'), [JSON.stringify({ recipes, options })]);
const [{ apiUrl, oauthUrl, credentials, meetings }] = await once(zoom, 'message');
const { webhookSecretToken, ...account } = credentials;
const workDir = await mkdtemp(join(tmpdir(), 'zoom-capture-'));
const product = await runProduct({
  account: { ...account, webhookSecretTokens: [webhookSecretToken] },
  plan,
  zoomApiUrl: apiUrl,
  zoomOauthUrl: oauthUrl,
  timeScale: 0.0001,
  workDir,
});
await sendEndedEvents(meetings, { webhookUrl: addresses(product).webhook, accounts: [credentials] });
await product.idle();
await product.close();
zoom.send('report');
const [{ calls, tokensIssued }]: [{ calls: { atMs: number; status: number }[]; tokensIssued: number }] = (await once(
  zoom,
  'message',
)) as never;
zoom.disconnect();
await rm(workDir, { recursive: true, force: true });

const times = calls.map(({ atMs }) => atMs).sort((a, b) => a - b);
const busiest = times.reduce((most, from, index) => {
  const until = times.findIndex((at) => at >= from + 1_000);
  return Math.max(most, (until === -1 ? times.length : until) - index);
}, 0);
const refused = calls.filter(({ status }) => status === 429).length;
const seconds = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1_000;
console.log(
  `${count} meetings, ${count * 3} captures, ${calls.length} calls in ${seconds.toFixed(1)} s (plan ${plan})`,
);
console.log(`most calls in any second: ${busiest} of ${planLimits[plan].perSecond}; answers 429: ${refused}`);
console.log(`used of the plan: ${((100 * calls.length) / (seconds * planLimits[plan].perSecond)).toFixed(0)} %`);
console.log(`token requests: ${tokensIssued}`);
process.exitCode = refused === 0 && busiest <= planLimits[plan].perSecond && tokensIssued === 1 ? 0 : 1;
