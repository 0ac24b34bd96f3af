import type { Dataset } from '../../../shared/domain/dataset.ts';
import type { History } from './history.ts';
import type { Answer } from './model-zoom.ts';
import type { Played } from './stage.ts';

const hour = 3_600_000;

/** Answers that pass by themselves, a few times each: whatever comes between, the meeting is captured. */
const healing: ReadonlySet<Answer> = new Set([
  'empty-page-with-token',
  'odd-total',
  'server-error',
  'broken-json',
  'reset',
  'timeout',
  'rate-limit-second',
  'rate-limit-day',
  'unauthorized',
  'missing-scope',
]);
const mostHealing = 4;

/** Calls of one capture in a day, at most: every quarter of an hour a page and the next one, each with its quick tries. */
const mostCallsADay = 800;
const daysPlayed = 6;

/** What is wrong with how a history ended, in a sentence; undefined for nothing. */
export function findWrongEnd(history: History, { lie, states, calls }: Played): string | undefined {
  if (lie !== undefined) return lie;
  const most = mostCallsADay * daysPlayed * history.captured.length;
  if (calls > most) return `${calls} calls were made; ${most} are the bound.`;
  const open = history.captured.find(
    (dataset) => mustBeCaptured(history, dataset) && !endsWell(history, states[dataset]),
  );
  return open && `${open} is ${states[open]}, though Zoom had it and nothing stood in the way for long.`;
}

/** Whether nothing that the history has can keep a capture from its rows. */
function mustBeCaptured({ spells, readyAfterMs, versions, happenings }: History, dataset: Dataset): boolean {
  const isReady = readyAfterMs <= 12 * hour;
  const hasRows = versions.every(({ rows }) => rows[dataset].length > 1);
  const heals = spells.every(({ answer, calls }) => healing.has(answer) && calls <= mostHealing);
  // An erasure makes every poll begin anew; a page token's restarts and an expired item are other histories.
  return isReady && hasRows && heals && happenings.every(({ what }) => what !== 'expire');
}

/** What expires before its last planned poll, or before its account is mended, never settles. */
const endsWell = ({ retentionDays }: History, state: Played['states'][Dataset]): boolean =>
  state === 'settled' || state === 'gone' || (retentionDays === 3 && (state === 'captured' || state === 'parked'));
