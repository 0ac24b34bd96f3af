import type { Capture, CaptureFault } from '../../domain/capture/capture.ts';
import type { Dataset } from '../../domain/dataset.ts';
import type { MeetingRecord } from './meeting-item.ts';

/** A message comes some minutes late at times; later than this it is stuck or lost. */
const overdueMs = 30 * 60_000;

/** What a person has to know or do about a capture that needs attention; undefined when all goes as planned. `now` in epoch ms. */
export function adviceOn(capture: Capture, now: number): string | undefined {
  const { state, dataset, lastError, nextPollAt, lease, progress, rows, erased = 0, expectedRows } = capture;
  const overdue = (instant: string | undefined) => overdueSince(instant, dataset);
  switch (state) {
    case 'failed':
      return adviceOnFailure(lastError, dataset);
    case 'unavailable':
      if (lastError?.name === 'LeftOutError') return undefined;
      return 'Zoom never had data for it. See in the Zoom portal whether the meeting is listed there, then capture it again.';
    case 'parked':
      return isOverdue(nextPollAt, now) ? overdue(nextPollAt) : `${accountAdvice} It is tried again${at(nextPollAt)}.`;
    case 'running':
      return isOverdue(lease?.until ?? progress?.pageTokenAt, now) ? overdue(lease?.until) : undefined;
    case 'waiting':
    case 'captured':
      if (isOverdue(nextPollAt, now)) return overdue(nextPollAt);
      return lastError && `Nothing to do: it goes on by itself${at(nextPollAt)}.`;
    case 'settled':
      return expectedRows !== undefined && rows + erased < expectedRows
        ? `Zoom counts ${expectedRows} rows and lists ${rows + erased}, poll after poll. Capture it again later, or ask Zoom's support.`
        : undefined;
    case 'empty':
    case 'live':
      return undefined;
  }
}

/** The same for a dataset that no consumer has started, of a meeting that is known. */
export function adviceOnMissing({ registeredAt }: MeetingRecord, dataset: Dataset, now: number): string | undefined {
  return isOverdue(registeredAt, now)
    ? `No consumer has started it: see whether the functions run, and look into the dead-letter queue with \`redrive ${dataset} --dry-run\`, or capture it again.`
    : undefined;
}

const accountAdvice =
  "Zoom refuses this account's app: check its scopes, credentials, plan and the dashboard feature in the Zoom portal.";

function adviceOnFailure(fault: CaptureFault | undefined, dataset: Dataset): string {
  switch (fault?.name) {
    case 'LeftOutError':
      return 'The settings leave it out, and rows of a poll that broke off are stored: capture it once more, or forget the meeting.';
    case 'ZoomFinalError':
      return 'Zoom will not give it, now or later: nothing to do here.';
    case 'ZoomInaccessibleError':
      return 'Zoom lets this account not see the meeting. Check whose it is, and the scopes of the app, then capture it again.';
    case 'ZoomPagingError':
    case 'RowsDifferError':
      return `Zoom's pages broke off again and again. Its message is in the dead-letter queue: send it back later with \`redrive ${dataset}\`.`;
    default:
      return `A person has to look at it: its message is in the dead-letter queue. Send it back with \`redrive ${dataset}\` when the cause is gone.`;
  }
}

const isOverdue = (instant: string | undefined, now: number): boolean =>
  instant !== undefined && now - Date.parse(instant) > overdueMs;

const at = (instant: string | undefined): string => (instant === undefined ? '' : ` at ${instant}`);

const overdueSince = (instant: string | undefined, dataset: Dataset): string =>
  `It was due${at(instant)} and has not moved: see whether the functions run, and look into the dead-letter queue with \`redrive ${dataset} --dry-run\`.`;
