import { type Capture, isFinal, isSnapshot } from './capture.ts';

/** Whether what a run has made of a capture is news: its first rows, its end, or a fault of the account for the first time. */
export function isNews(before: Capture, after: Capture): boolean {
  if (isSnapshot(after)) return false;
  if (isFinal(after.state)) return true;
  if (after.state === 'parked') return before.parked === 0;
  return after.capturedAt !== undefined && before.capturedAt === undefined;
}

/** Whether a capture as it is stored may have news that its worker died over: told again, they are told twice. */
export const mayHaveNews = (capture: Capture): boolean =>
  !isSnapshot(capture) && (isFinal(capture.state) || capture.state === 'parked' || capture.capturedAt !== undefined);
