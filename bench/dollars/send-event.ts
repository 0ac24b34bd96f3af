import { receive } from '../../functions/webhook/receive.ts';
import { createRefusalLog } from '../../functions/webhook/refusal-log.ts';
import { endedEvent, signedRequest } from '../../local/simulator/webhook-events.ts';
import type { CaptureDeps } from '../../shared/capture/capture-deps.ts';
import { datasets } from '../../shared/domain/dataset.ts';
import type { CaptureFixture } from '../../test/support/capture/capture-fixture.ts';
import type { Ended } from './account-meetings.ts';

/** Has the webhook's own code receive the event of a meeting that has just ended, and queue its captures on the fixture. */
export async function sendEvent(
  { meeting, endedAt }: Ended,
  { simulator, parts, queue, now }: CaptureFixture,
  { log, record }: Pick<CaptureDeps, 'log' | 'record'>,
): Promise<void> {
  const { credentials } = simulator;
  const { webhookSecretToken: secretToken, accountId } = credentials;
  const account = { ...credentials, name: 'main', plan: parts.plan, datasets, webhookSecretTokens: [secretToken] };
  const accounts = { readable: async () => ({ accounts: [account], faults: [] }), refresh: async () => {} };
  const body = endedEvent(meeting, accountId, endedAt);
  const { type } = await receive(signedRequest({ body, secretToken, now: now() }), {
    accounts,
    record,
    log,
    tellRefusal: createRefusalLog(log),
    waits: parts.waits.firstPoll,
    now: () => new Date(now()),
    window: { maxAgeSeconds: 300, maxAheadSeconds: 300 },
    send: async (dataset, message) => queue.send(dataset, message),
  });
  if (type !== 'queued') throw new Error(`An event was ${type}.`);
}
