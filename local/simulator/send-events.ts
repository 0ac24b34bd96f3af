import type { SimulatedMeeting } from './meeting.ts';
import { endedEvent, signedRequest } from './webhook-events.ts';
import type { Credentials } from './zoom/account.ts';

/**
 * Sends the ended event of each meeting once, one after the other, as Zoom would now.
 * @returns for each the HTTP status, or 0 when the receiver could not be reached.
 */
export async function sendEndedEvents(
  meetings: readonly SimulatedMeeting[],
  to: { readonly webhookUrl: string; readonly accounts: readonly [Credentials, ...Credentials[]] },
): Promise<{ uuid: string; status: number }[]> {
  const results: { uuid: string; status: number }[] = [];
  for (const meeting of meetings) {
    const account = to.accounts.find(({ accountId }) => accountId === meeting.accountId) ?? to.accounts[0];
    const body = endedEvent(meeting, account.accountId, Date.now());
    const request = signedRequest({ body, secretToken: account.webhookSecretToken, now: Date.now() });
    const status = await fetch(to.webhookUrl, { method: 'POST', ...request, redirect: 'manual' }).then(
      (response) => response.status,
      () => 0,
    );
    results.push({ uuid: meeting.uuid, status });
  }
  return results;
}
