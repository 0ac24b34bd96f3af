import type { CaptureMessage } from '../../shared/domain/capture-message.ts';
import type { Dataset } from '../../shared/domain/dataset.ts';
import type { Measurement } from '../../shared/domain/metric-names.ts';
import type { Log } from '../../shared/lambda/log.ts';
import type { ZoomAccounts } from '../../shared/lambda/zoom-accounts.ts';
import { encryptedToken } from '../../shared/zoom/signature.ts';
import { decodeWebhookEvent, MalformedEventError } from '../../shared/zoom/webhook-event.ts';
import { isTimely, type SignatureWindow } from '../../shared/zoom/webhook-timestamp.ts';
import { type FirstLookWaits, obligationsFor } from './obligations.ts';
import { accountFor, findOrigin } from './origin.ts';
import { refusalMeasurements } from './refusal-measurements.ts';
import { type HttpRequest, signedRequest } from './signed-request.ts';

export type ReceiveDeps = {
  readonly accounts: Pick<ZoomAccounts, 'readable' | 'refresh'>;
  readonly window: SignatureWindow;
  readonly waits: FirstLookWaits;
  readonly send: (dataset: Dataset, message: CaptureMessage) => Promise<void>;
  readonly now: () => Date;
  readonly log: Log;
  readonly record: (measurement: Measurement) => void;
};

export type Outcome =
  | { readonly type: 'queued' | 'ignored' | 'refused' | 'malformed' }
  | { readonly type: 'validated'; readonly plainToken: string; readonly encryptedToken: string };

/**
 * Receives one webhook request: nothing of its body is read before its signature is found right. An event received
 * twice is queued twice; consumers are idempotent.
 * @throws SecretError, or the queue's fault: Zoom must send the event again.
 */
export async function receive(http: HttpRequest, deps: ReceiveDeps): Promise<Outcome> {
  const { log, record } = deps;
  const now = deps.now();
  const request = signedRequest(http);
  const refuse = (reason: string): Outcome => {
    log.warn('request refused', { reason });
    if (request) for (const measurement of refusalMeasurements(request)) record(measurement);
    return { type: 'refused' };
  };

  if (!request) return refuse('unsigned or empty');
  if (!isTimely(request.timestamp, deps.window, now)) return refuse('timestamp outside the window');
  const origin = await findOrigin(request, deps.accounts);
  if (!origin) return refuse('signature of no configured account');

  try {
    const event = decodeWebhookEvent(request.rawBody, now);
    if (event.type === 'ignored') return { type: 'ignored' };
    if (event.type === 'url-validation') {
      log.info('endpoint validated', { account: origin.signers[0]?.accountId });
      record({ metric: 'UrlValidations', value: 1 });
      const { plainToken } = event;
      return { type: 'validated', plainToken, encryptedToken: encryptedToken(origin.token, plainToken) };
    }
    const zoomAccount = accountFor(event.accountId, origin);
    if (zoomAccount === undefined) return refuse('signature of another account');
    const { accountId: account, name, datasets } = zoomAccount;
    await sendAll(obligationsFor({ account, ...event.meeting }, datasets, deps.waits, now), deps.send);
    const { kind, uuid, endTime } = event.meeting;
    log.info('captures queued', { account, kind, uuid, endTime });
    record({ metric: 'EventsAccepted', value: 1, Account: name });
    return { type: 'queued' };
  } catch (error) {
    if (!(error instanceof MalformedEventError)) throw error;
    log.warn('event malformed', { error });
    record({ metric: 'MalformedEvents', value: 1 });
    return { type: 'malformed' };
  }
}

/** Sends all at once and waits for all, so that nothing is under way when the function freezes. */
async function sendAll(messages: ReturnType<typeof obligationsFor>, send: ReceiveDeps['send']): Promise<void> {
  const sent = await Promise.allSettled(messages.map(([dataset, message]) => send(dataset, message)));
  for (const result of sent) if (result.status === 'rejected') throw result.reason;
}
