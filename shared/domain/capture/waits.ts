import { datasetWaits } from '../../datasets/datasets.ts';
import { byDataset, type Dataset } from '../dataset.ts';

const minute = 60_000;
const hour = 60 * minute;

/**
 * Every planned wait of a capture, in milliseconds. `TIME_SCALE` multiplies them all; Zoom's own limits (page token,
 * access token, rate limits) are never scaled.
 */
export type Waits = {
  /** From the meeting's end to the first poll. */
  readonly firstPoll: Readonly<Record<Dataset, number>>;
  /** After the n-th answer "not ready"; past the last one the capture is `unavailable`. */
  readonly notReady: readonly number[];
  /** From the meeting's end to each planned later poll. */
  readonly settling: Readonly<Record<Dataset, readonly number[]>>;
  /** After the n-th fault of the account (scope, plan, credentials); the last one repeats. */
  readonly parking: readonly number[];
  /** After the n-th passing fault (5xx, time-outs, broken answers) that quick tries did not cure; the last one repeats. */
  readonly transient: readonly number[];
  /** After the n-th answer in a row that is not understood, such as a firewall's page; the last one repeats. */
  readonly notUnderstood: readonly number[];
  /** From the first failure of a poll without a good answer since: what lasts longer is no passing failure any more. */
  readonly patience: number;
};

const defaults: Omit<Waits, 'firstPoll' | 'settling'> = {
  notReady: [5, 15, 30, 60, 120, 240, 480, 480].map((minutes) => minutes * minute),
  parking: [15 * minute, 1 * hour, 4 * hour, 24 * hour],
  transient: [1 * minute, 5 * minute, 15 * minute],
  notUnderstood: [1 * minute, 5 * minute, 15 * minute, 60 * minute],
  patience: 24 * hour,
};

/**
 * The waits, each times `timeScale` (1 in production; smaller to rehearse a day in a minute).
 * @throws RangeError when the scale is no number above 0.
 */
export function scaledWaits(timeScale: number): Waits {
  if (!(timeScale > 0 && Number.isFinite(timeScale))) {
    throw new RangeError('TIME_SCALE must be a number above 0, such as 1 or 0.001.');
  }
  const scale = (waits: readonly number[]) => waits.map((ms) => Math.round(ms * timeScale));
  const scaleOne = (ms: number) => Math.round(ms * timeScale);
  const { notReady, parking, transient, notUnderstood, patience } = defaults;
  return {
    firstPoll: byDataset((dataset) => scaleOne(datasetWaits[dataset].firstPollMs)),
    notReady: scale(notReady),
    settling: byDataset((dataset) => scale(datasetWaits[dataset].settlingMs)),
    parking: scale(parking),
    transient: scale(transient),
    notUnderstood: scale(notUnderstood),
    patience: scaleOne(patience),
  };
}
