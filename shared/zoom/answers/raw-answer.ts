/** Zoom's answer to one call, as it came. */
export type RawAnswer = { readonly status: number; readonly headers: Headers; readonly body: string };

/** What reading it takes: `Retry-After` is counted from now, and scattered by chance. */
export type ReadDeps = { readonly now: () => number; readonly random: () => number };
