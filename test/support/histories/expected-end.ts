import type { Dataset } from '../../../shared/domain/dataset.ts';
import type { History } from './history.ts';
import type { Answer } from './model-answers.ts';
import type { RowVersion } from './model-zoom.ts';
import { type End, type Played, uuids } from './stage.ts';

const hour = 3_600_000;

/** Answers that pass by themselves, a few times each: whatever comes between, the meeting is captured. */
const healing: ReadonlySet<Answer> = new Set([
  'empty-page-with-token',
  'odd-total',
  'server-error',
  'error-500-in-200',
  'html',
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
export function findWrongEnd(history: History, { lie, ends, calls }: Played): string | undefined {
  if (lie !== undefined) return lie;
  const most = mostCallsADay * daysPlayed * ends.length;
  if (calls > most) return `${calls} calls were made; ${most} are the bound.`;
  const wrong = ends.find((end) => mustBeCaptured(history, end) && !endsWell(history, end));
  return wrong && `${wrong.dataset} is ${wrong.state}, though Zoom had it and nothing stood in the way for long.`;
}

/** Whether nothing that the history has can keep a capture from its rows. */
function mustBeCaptured(history: History, { uuid: of, dataset }: Pick<End, 'uuid' | 'dataset'>): boolean {
  const { spells, readyAfterMs, happenings, converted } = history;
  const isReady = readyAfterMs <= 12 * hour;
  // What an account may not ask of the other kind's lists is taken for nothing there, and they are asked once.
  const isRefusal = (answer: Answer) => answer === 'missing-scope' || answer === 'unauthorized';
  const heals = spells.every(
    ({ answer, calls }) => healing.has(answer) && calls <= mostHealing && !(converted && isRefusal(answer)),
  );
  // An erasure makes every poll begin anew; a page token's restarts and an expired item are other histories.
  const goesOn = happenings.every(({ what }) => !['expire', 'pause', 'leave-out', 'take-away'].includes(what));
  return isReady && hasRows([history.versions, ...history.others][uuids.indexOf(of)] ?? [], dataset) && heals && goesOn;
}

const hasRows = (versions: readonly RowVersion[], dataset: Dataset): boolean =>
  versions.every(({ rows }) => rows[dataset].length > 1);

/** What expires before its last planned poll, or before its account is mended, never settles. */
const endsWell = ({ retentionDays }: History, { state }: End): boolean =>
  state === 'settled' || state === 'gone' || (retentionDays === 3 && (state === 'captured' || state === 'parked'));
