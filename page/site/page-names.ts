import { hash } from 'node:crypto';

/** Names of files of a folder of pages, from its top: letters and digits alone, and the same for the same meeting for ever. */
export const indexName = 'index.html';

export const meetingPageName = (uuid: string): string => `meetings/${digestOf(uuid)}.html`;
export const seriesPageName = (meetingId: string): string => `series/${digestOf(meetingId)}.html`;

/** What only these pages are called: what a run that was killed has left is known by it. */
export const isPageName = (name: string): boolean =>
  /^(?:meetings|series)\/[0-9a-f]{24}\.html(?:\.[0-9a-f-]{36}\.part)?$/.test(name);

/** 96 bits: no two meetings meet by chance. */
const digestOf = (text: string): string => hash('sha256', text, 'hex').slice(0, 24);
