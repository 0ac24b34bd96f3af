import { setTimeout as sleep } from 'node:timers/promises';
import { datasets } from '../../shared/domain/dataset.ts';
import type { DatasetStatus, MeetingStatus } from '../../shared/dynamo/meetings/meeting-status.ts';

const pauseMs = 200;
/** Told no more often than this: a log of it is read too. */
const tellEveryMs = 1_000;

/** Every row that Zoom has is stored, or Zoom rightly has none. */
const isCaptured = ({ state }: DatasetStatus): boolean =>
  state === 'captured' || state === 'settled' || state === 'empty';

/**
 * Follows a meeting until each of its datasets is captured, telling of changes by its topic.
 * @throws when that takes longer than `patienceMs`, saying how far it came.
 */
export async function watchMeeting(
  topic: string,
  read: () => Promise<MeetingStatus | undefined>,
  tell: (text: string) => void,
  patienceMs: number,
): Promise<MeetingStatus> {
  const givesUpAt = Date.now() + patienceMs;
  let told = { text: '', at: 0 };
  for (;;) {
    const status = await read();
    const text = status ? progressText(status) : 'event sent';
    if (text !== told.text && Date.now() - told.at >= tellEveryMs) {
      told = { text, at: Date.now() };
      tell(`${topic}: ${text}`);
    }
    if (status && datasets.every((dataset) => isCaptured(status.datasets[dataset]))) return status;
    if (Date.now() > givesUpAt)
      throw new Error(`${topic} is not captured after ${Math.round(patienceMs / 1000)} s: ${text}.`);
    await sleep(pauseMs);
  }
}

const progressText = (status: MeetingStatus): string =>
  datasets.map((dataset) => `${dataset} ${datasetText(status.datasets[dataset])}`).join(' · ');

/** Such as `running 300/540`. */
export function datasetText({ state, rows, expectedRows }: DatasetStatus): string {
  if (state === 'empty') return 'empty, rightly';
  return rows === 0 && expectedRows === null ? state : `${state} ${rows}/${expectedRows ?? '?'}`;
}
