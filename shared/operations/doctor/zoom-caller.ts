/** How the doctor calls Zoom. */
export type ZoomCaller = {
  readonly apiUrl: string;
  readonly oauthUrl: string;
  readonly fetch: typeof fetch;
  readonly timeoutMs: number;
  readonly now: () => number;
  readonly random: () => number;
};
