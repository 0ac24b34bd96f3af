import { expect } from 'vitest';
import type { SimulatedMeeting } from '../../../local/simulator/meeting.ts';
import { type Dataset, datasets } from '../../../shared/domain/dataset.ts';
import type { CaptureFixtureOptions } from '../../support/capture/capture-fixture.ts';
import { startCliFixture } from '../cli/cli-fixture.ts';
import { ada, adaTexts } from './people.ts';
import { traces } from './traces.ts';

export const endTime = '2026-11-20T08:58:00Z';
const firstPollsDone = Date.parse(endTime) + 4 * 60_000;

/** A fixture on which Ada is captured and erased; closed by `using`. */
export async function startErasureFixture(options: CaptureFixtureOptions = {}) {
  const fixture = await startCliFixture({ engine: 'memory', timeScale: 0.02, ...options });
  /** Rows that are not hers, as Zoom serves them. */
  const servedWithout = (uuid: string, dataset: Dataset) =>
    fixture.served(uuid, dataset).filter((text) => !text.includes(ada.name));

  return {
    ...fixture,
    traces: () => traces(fixture.client, adaTexts),
    tracesOf: (texts: readonly string[]) => traces(fixture.client, texts),
    /** Takes the first polls. */
    async captureFirst(...meetings: SimulatedMeeting[]) {
      for (const meeting of meetings) {
        fixture.simulator.addMeeting(meeting);
        fixture.end(meeting);
      }
      await fixture.drain({ until: firstPollsDone });
    },
    async erase(...args: string[]) {
      const { exitCode, stdout, stderr } = await fixture.cli('erase', ...args, '--json');
      if (exitCode !== 0) throw new Error(stderr);
      return JSON.parse(stdout);
    },
    /** No trace of her anywhere, everybody else's rows as Zoom serves them, and counts that say so. */
    async expectGone(...meetings: SimulatedMeeting[]) {
      expect(await traces(fixture.client, adaTexts)).toEqual([]);
      for (const { uuid } of meetings) {
        for (const dataset of datasets) {
          const rows = servedWithout(uuid, dataset);
          expect(await fixture.stored(uuid, dataset), `${uuid} ${dataset}`).toEqual(rows);
          const capture = await fixture.store.load(uuid, dataset);
          const counted = { rows: capture?.rows, all: rows.length + (capture?.erased ?? 0) };
          expect(counted, `${uuid} ${dataset}`).toEqual({ rows: rows.length, all: capture?.expectedRows });
        }
      }
    },
    [Symbol.asyncDispose]: () => fixture.close(),
  };
}
