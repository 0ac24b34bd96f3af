import { setImmediate as turn } from 'node:timers/promises';
import { type ReceiveDeps, receive } from '../../../functions/webhook/receive.ts';
import { createRefusalLog } from '../../../functions/webhook/refusal-log.ts';
import type { HttpRequest } from '../../../functions/webhook/signed-request.ts';
import type { SigningAccount } from '../../../shared/accounts/signing-accounts.ts';
import type { CaptureMessage } from '../../../shared/domain/capture/capture-message.ts';
import { scaledWaits } from '../../../shared/domain/capture/waits.ts';
import { type Dataset, datasets } from '../../../shared/domain/dataset.ts';
import type { LogFields } from '../../../shared/telemetry/log.ts';
import type { Measurement } from '../../../shared/telemetry/metric-names.ts';
import { signature } from '../../../shared/zoom/webhook/signature.ts';

export const now = new Date('2026-03-04T12:00:00.400Z');
export const nowSeconds = Math.floor(now.getTime() / 1000);
export const window = { maxAgeSeconds: 5700, maxAheadSeconds: 300 };

export const account = (accountId: string, ...webhookSecretTokens: string[]): SigningAccount => ({
  name: `name of ${accountId}`,
  datasets,
  accountId,
  webhookSecretTokens,
  plan: 'business',
});

export const north = account('north', 'north-now', 'north-before');
export const south = account('south', 'south-now');

export const meetingEnded = (object: object = {}, { accountId = 'north', ...rest }: Record<string, unknown> = {}) => ({
  event: 'meeting.ended',
  event_ts: now.getTime() - 30_000,
  payload: {
    account_id: accountId,
    object: {
      id: '98765432101',
      uuid: '/abc+d//EFG==',
      host_id: 'host-1',
      topic: 'Wöchentliche Runde 🎉',
      type: 8,
      start_time: '2026-03-04T11:00:00Z',
      timezone: 'Europe/Berlin',
      duration: 60,
      end_time: '2026-03-04T11:59:00Z',
      ...object,
    },
  },
  ...rest,
});

export const webinarEnded = (object: object = {}) => ({
  ...meetingEnded({ type: 5, ...object }),
  event: 'webinar.ended',
});

/** A request as API Gateway hands it over, signed as Zoom signs. `body` is text, bytes, or a value to write as JSON. */
export function signed(
  body: unknown,
  { token = 'north-now', timestamp = String(nowSeconds), base64 = false } = {},
): Required<HttpRequest> {
  const raw = rawBytes(body);
  return {
    headers: { 'x-zm-signature': signature(token, timestamp, raw), 'x-zm-request-timestamp': timestamp },
    body: raw.toString(base64 ? 'base64' : 'utf8'),
    isBase64Encoded: base64,
  };
}

function rawBytes(body: unknown): Buffer {
  if (Buffer.isBuffer(body)) return body;
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}

/** A receiver that keeps what was sent and logged. */
export function createReceiver(
  overrides: Partial<ReceiveDeps> = {},
  accounts: readonly SigningAccount[] = [north, south],
) {
  const sent: [Dataset, CaptureMessage][] = [];
  const recorded: Measurement[] = [];
  const logged: { readonly message: string; readonly fields: LogFields | undefined }[] = [];
  const write = (message: string, fields?: LogFields) => void logged.push({ message, fields });
  const read = { accounts, faults: [] };
  const deps: ReceiveDeps = {
    accounts: { readable: async () => read, refresh: async () => {} },
    window,
    waits: scaledWaits(1).firstPoll,
    send: async (dataset, message) => {
      await turn();
      sent.push([dataset, message]);
    },
    now: () => now,
    log: { info: write, warn: write, error: write },
    record: (measurement) => recorded.push(measurement),
    tellRefusal: createRefusalLog({ warn: write }),
    ...overrides,
  };
  return { sent, logged, recorded, receive: (request: HttpRequest) => receive(request, deps) };
}
