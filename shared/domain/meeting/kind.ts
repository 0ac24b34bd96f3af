/** Zoom keeps the lists of meetings and those of webinars apart. */
export const kinds = ['meeting', 'webinar'] as const;
export type Kind = (typeof kinds)[number];

/** Zoom's `type`, which instance it is asked for; `pastOne` is the ended one of a meeting with one participant. */
export const listTypes = ['past', 'pastOne', 'live'] as const;
export type ListType = (typeof listTypes)[number];
