import type { ZoomSide } from '../engines/start-zoom.ts';

/** An access token by the account's credentials, good for an hour. */
export async function fetchAccessToken({ oauthUrl, credentials }: Pick<ZoomSide, 'oauthUrl' | 'credentials'>) {
  const { accountId, clientId, clientSecret } = credentials;
  const response = await fetch(`${oauthUrl}?grant_type=account_credentials&account_id=${accountId}`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
  });
  if (!response.ok) throw new Error(`Zoom gave no access token: ${response.status}`);
  const { access_token: accessToken } = (await response.json()) as { access_token: string };
  return accessToken;
}
