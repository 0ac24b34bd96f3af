/** Zoom's separate clouds. An account is in one of them, and no credentials of one may reach the other. */
export const clouds = ['commercial', 'government'] as const;
export type Cloud = (typeof clouds)[number];

/** Where the API is and where access tokens come from. */
export type ZoomAddresses = { readonly apiUrl: string; readonly oauthUrl: string };

/** @see https://developers.zoom.us/docs/zoom-gov/ */
export const cloudAddresses: Readonly<Record<Cloud, ZoomAddresses>> = {
  commercial: { apiUrl: 'https://api.zoom.us/v2', oauthUrl: 'https://zoom.us/oauth/token' },
  government: { apiUrl: 'https://api.zoomgov.com/v2', oauthUrl: 'https://zoomgov.com/oauth/token' },
};

const domains: Readonly<Record<Cloud, string>> = { commercial: 'zoom.us', government: 'zoomgov.com' };

const isLoopback = (hostname: string): boolean => /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(hostname);

/** Whether credentials may go there: over TLS, or to this machine. */
export function isSafeAddress(url: string): boolean {
  const parsed = URL.parse(url);
  return parsed?.protocol === 'https:' || (parsed?.protocol === 'http:' && isLoopback(parsed.hostname));
}

/** The cloud whose host this is; undefined for any other host, such as a proxy or this machine. */
export function cloudOf(url: string): Cloud | undefined {
  // A name may end in the dot of the root.
  const host = URL.parse(url)?.hostname.replace(/\.$/, '') ?? '';
  return clouds.find((cloud) => host === domains[cloud] || host.endsWith(`.${domains[cloud]}`));
}

/** Whether both addresses can be of one cloud, and of this one where it is named. */
export function areOfOneCloud({ apiUrl, oauthUrl }: ZoomAddresses, cloud?: Cloud): boolean {
  const named = [cloud, cloudOf(apiUrl), cloudOf(oauthUrl)].filter((one) => one !== undefined);
  return new Set(named).size <= 1;
}
