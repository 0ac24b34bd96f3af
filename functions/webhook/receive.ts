import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { SigningAccounts } from '../../shared/accounts/signing-accounts.ts';
import { configuredName } from '../../shared/domain/account/account-name.ts';
import { capturedDatasets, toldDatasets } from '../../shared/domain/account/captured-parts.ts';
import { type CaptureMessage, firstMessage } from '../../shared/domain/capture/capture-message.ts';
import type { Dataset } from '../../shared/domain/dataset.ts';
import type { EndedMeeting } from '../../shared/domain/meeting/ended-meeting.ts';
import { omit } from '../../shared/domain/omit.ts';
import type { Telemetry } from '../../shared/telemetry/metrics.ts';
import { encryptedToken, type SignedRequest } from '../../shared/zoom/webhook/signature.ts';
import { decodeWebhookEvent, MalformedEventError, type WebhookEvent } from '../../shared/zoom/webhook/webhook-event.ts';
import { isTimely, type SignatureWindow } from '../../shared/zoom/webhook/webhook-timestamp.ts';
import { accountFor, findOrigin } from './origin.ts';
import type { TellRefusal } from './refusal-log.ts';
import { type HttpRequest, refusalMeasurements, signedRequest } from './signed-request.ts';

/** The wait from a meeting's end to the first poll of each dataset, in milliseconds. */
type FirstPollWaits = Readonly<Record<Dataset, number>>;

/** What an event tells of a meeting beside ids and times. */
const meetingWords = ['topic', 'hostId'] as const;
type MeetingWords = (typeof meetingWords)[number];

/** Reads the variable `NOT_TOLD`. */
export const notToldFrom = (text = ''): readonly MeetingWords[] =>
  meetingWords.filter((word) => text.split(',').includes(word));

export type ReceiveDeps = Telemetry & {
  readonly accounts: Pick<SigningAccounts, 'readable' | 'refresh'>;
  readonly window: SignatureWindow;
  readonly waits: FirstPollWaits;
  /** @default nothing */
  readonly notTold?: readonly MeetingWords[];
  readonly send: (dataset: Dataset, message: CaptureMessage) => Promise<void>;
  readonly now: () => Date;
  readonly tellRefusal: TellRefusal;
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
  if (!request) return refuse('unsigned, empty or too long', request, deps);
  if (!isTimely(request.timestamp, deps.window, now)) return refuse('timestamp outside the window', request, deps);
  const origin = await findOrigin(request, deps.accounts);
  if (!origin) return refuse('signature of no configured account', request, deps);

  const event = readEvent(request, now, deps);
  if (event === undefined) return { type: 'malformed' };
  if (event.type === 'ignored') return { type: 'ignored' };
  if (event.type === 'url-validation') {
    log.info('endpoint validated', { account: origin.signers[0]?.accountId });
    record({ metric: 'UrlValidations', value: 1 });
    const { plainToken } = event;
    return { type: 'validated', plainToken, encryptedToken: encryptedToken(origin.token, plainToken) };
  }

  const zoomAccount = accountFor(event.accountId, origin);
  if (zoomAccount === undefined) return refuse('signature of another account', request, deps);
  const { accountId: account, name } = zoomAccount;
  const { kind, uuid, endTime } = event.meeting;
  const datasets = capturedDatasets(zoomAccount, kind);
  await sendAll(
    captureMessages({ account, ...omit(event.meeting, ...(deps.notTold ?? [])), ...toldDatasets(datasets) }, datasets, {
      waits: deps.waits,
      now,
    }),
    deps.send,
  );
  const isLeftOut = datasets.length === 0;
  log.info(isLeftOut ? 'left out by the settings' : 'captures queued', { account, kind, uuid, endTime });
  record({ metric: 'EventsAccepted', value: 1, Account: configuredName(name) });
  if (event.accountId !== undefined && event.accountId !== account) {
    // A sub-account; or the account id in the secret has a typing error.
    log.warn('event names another account', { account, named: event.accountId, kind, uuid });
    record({ metric: 'EventsOfOtherAccounts', value: 1, Account: name });
  }
  return { type: isLeftOut ? 'ignored' : 'queued' };
}

function refuse(
  reason: string,
  request: SignedRequest | undefined,
  { now, tellRefusal, record }: ReceiveDeps,
): Outcome {
  tellRefusal(reason, now());
  if (request) for (const measurement of refusalMeasurements(request)) record(measurement);
  return { type: 'refused' };
}

function readEvent({ rawBody }: SignedRequest, now: Date, { log, record }: ReceiveDeps): WebhookEvent | undefined {
  try {
    return decodeWebhookEvent(rawBody, now);
  } catch (error) {
    if (!(error instanceof MalformedEventError)) throw error;
    log.warn('event malformed', { error });
    record({ metric: 'MalformedEvents', value: 1 });
    return undefined;
  }
}

type Addressed = { readonly dataset: Dataset; readonly message: CaptureMessage };

/** One message for the queue of each of these datasets. An end that lies ahead, by a wrong clock, is taken as now. */
function captureMessages(
  meeting: EndedMeeting,
  datasets: readonly Dataset[],
  { waits, now }: { readonly waits: FirstPollWaits; readonly now: Date },
): readonly Addressed[] {
  const endedMs = Math.min(Date.parse(meeting.endTime), now.getTime());
  return datasets.map((dataset) => ({
    dataset,
    message: firstMessage(meeting, 'event', new Date(endedMs + waits[dataset])),
  }));
}

/** Sends all at once and waits for all, so that nothing is under way when the function freezes. */
async function sendAll(messages: readonly Addressed[], send: ReceiveDeps['send']): Promise<void> {
  const sent = await Promise.allSettled(messages.map(({ dataset, message }) => send(dataset, message)));
  for (const result of sent) if (result.status === 'rejected') throw result.reason;
}

/**
 * Zoom takes 200 and 204 as received and sends again after a 5xx only.
 * @see https://developers.zoom.us/docs/api/webhooks/#webhook-delivery-retry-policy
 */
const statusCodes = {
  queued: 204,
  ignored: 204,
  validated: 200,
  refused: 401,
  malformed: 400,
} as const satisfies Record<Outcome['type'], number>;

/** The HTTP answer to Zoom. */
export function answer(outcome: Outcome): APIGatewayProxyStructuredResultV2 {
  const statusCode = statusCodes[outcome.type];
  if (outcome.type !== 'validated') return { statusCode };
  const { plainToken, encryptedToken } = outcome;
  return {
    statusCode,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ plainToken, encryptedToken }),
  };
}
