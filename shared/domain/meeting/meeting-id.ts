/** Stands where Zoom told no meeting id: messages, and the keys of an index, need some text. */
export const unknownMeetingId = 'unknown';

/**
 * Whether a text is a number that people can dial, and so stands for one meeting. Instances without such a number have
 * nothing in common: none restarts another, and no question finds them together.
 */
export const isMeetingId = (text: string): boolean => /^0*[1-9]\d*$/.test(text);

/**
 * The number in a text that has nothing but one, as Zoom shows it: `932 0123 5621` and `932-0123-5621` too. Undefined for
 * any other text: a UUID is no number.
 */
export const meetingNumber = (text: string): string | undefined =>
  /^\d[\d -]*$/.test(text) ? text.replace(/[ -]/g, '') : undefined;
