import { createHash } from 'node:crypto';
import { signature } from '../../shared/zoom/webhook/signature.ts';
import type { SimulatedMeeting } from './meeting.ts';
import type { SimulatedAccount } from './zoom/account.ts';

/** The body of `meeting.ended` or `webinar.ended`. */
type EndedEvent = {
  readonly event: 'meeting.ended' | 'webinar.ended';
  /** Epoch milliseconds. */
  readonly event_ts: number;
  readonly payload: {
    readonly account_id: string;
    readonly object: {
      readonly id: string;
      readonly uuid: string;
      readonly host_id: string;
      readonly topic: string;
      readonly type: number;
      readonly start_time: string;
      readonly timezone: string;
      /** Minutes; at Zoom it is the planned length, not the real one. */
      readonly duration: number;
      readonly end_time: string;
      readonly practice_session?: boolean;
    };
  };
};

/** What Zoom sends when this meeting ended. */
export function endedEvent(meeting: SimulatedMeeting, accountId: string, eventTsMs: number): EndedEvent {
  return {
    event: `${meeting.endedAs ?? meeting.kind}.ended`,
    event_ts: eventTsMs,
    payload: {
      account_id: accountId,
      object: {
        id: meeting.meetingId,
        uuid: meeting.uuid,
        host_id: meeting.hostId,
        topic: meeting.topic,
        type: meeting.type,
        start_time: meeting.startTime,
        timezone: meeting.timezone,
        duration: 60,
        end_time: meeting.endTime,
        ...(meeting.practiceSession !== undefined && { practice_session: meeting.practiceSession }),
      },
    },
  };
}

/**
 * A request as Zoom would send it at `now` (epoch milliseconds or a date), signed over the bytes of `body`; text is sent
 * as it is. Signing the same body again, later, is what Zoom does when it repeats a delivery: another timestamp and
 * signature, the same body and `x-zm-request-id`.
 */
export function signedRequest(input: {
  readonly body: string | object;
  readonly secretToken: string;
  readonly now: number | Date;
}): { readonly body: string; readonly headers: Readonly<Record<string, string>> } {
  const body = typeof input.body === 'string' ? input.body : JSON.stringify(input.body);
  const bytes = Buffer.from(body, 'utf8');
  const timestamp = String(Math.floor(Number(input.now) / 1000));
  const digest = createHash('sha256').update(bytes).digest('hex');
  return {
    body,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'user-agent': 'Zoom Marketplace/1.0a',
      'x-zm-request-timestamp': timestamp,
      'x-zm-signature': signature(input.secretToken, timestamp, bytes),
      'x-zm-request-id': `${digest.slice(0, 8)}_${digest.slice(8, 12)}_${digest.slice(12, 16)}_${digest.slice(16, 28)}`,
      'x-zm-trackingid': `v=2.0;clid=us02;rid=WEB_${digest.slice(32)}`,
    },
  };
}

/**
 * Sends the ended event of each meeting once, one after the other, as Zoom would now.
 * @returns for each the HTTP status, or 0 when the receiver could not be reached.
 */
export async function sendEndedEvents(
  meetings: readonly SimulatedMeeting[],
  to: { readonly webhookUrl: string; readonly accounts: readonly [SimulatedAccount, ...SimulatedAccount[]] },
): Promise<{ uuid: string; status: number }[]> {
  const results: { uuid: string; status: number }[] = [];
  for (const meeting of meetings) {
    const { account, accountId } = senderOf(meeting, to.accounts);
    const body = endedEvent(meeting, accountId, Date.now());
    const request = signedRequest({ body, secretToken: account.webhookSecretToken, now: Date.now() });
    const status = await fetch(to.webhookUrl, { method: 'POST', ...request, redirect: 'manual' }).then(
      (response) => response.status,
      () => 0,
    );
    results.push({ uuid: meeting.uuid, status });
  }
  return results;
}

/** Whose app has the event's subscription, and whose meeting the event says it was: a sub-account's is sent by its master's app. */
function senderOf(
  { accountId }: SimulatedMeeting,
  accounts: readonly [SimulatedAccount, ...SimulatedAccount[]],
): { readonly account: SimulatedAccount; readonly accountId: string } {
  const own = accounts.find((account) => account.accountId === accountId);
  if (own) return { account: own, accountId: own.accountId };
  const master = accounts.find(({ subAccounts = [] }) => accountId !== undefined && subAccounts.includes(accountId));
  const account = master ?? accounts[0];
  return { account, accountId: master && accountId !== undefined ? accountId : account.accountId };
}
