/**
 * How the samples of QoS sessions are stored: packed into one binary attribute; in readable lists, which take three times the
 * space; or not at all, with the session's summary and its bad minutes alone.
 */
export const qosSampleForms = ['packed', 'readable', 'summary'] as const;
export type QosSampleForm = (typeof qosSampleForms)[number];
