import { generateMeeting } from '../../../local/simulator/meetings.ts';
import type { CapturedParts } from '../../../shared/domain/account/captured-parts.ts';
import { datasets } from '../../../shared/domain/dataset.ts';
import { type CaptureFixtureOptions, startCaptureFixture } from '../../support/capture/capture-fixture.ts';
import { createSweepFixture } from '../../support/capture/sweep-fixture.ts';

const startAt = Date.parse('2026-11-20T09:00:00Z');
export const hour = 3_600_000;

/** A fixture whose account is watched since its start, three hours ago, and a factory of meetings that ended since. */
export async function rig({
  listPageSize = 300,
  kinds,
  ...options
}: CaptureFixtureOptions & Pick<CapturedParts, 'kinds'> & { readonly listPageSize?: number } = {}) {
  const fixture = await startCaptureFixture({ startAt: startAt - 3 * hour, ...options });
  const sweep = createSweepFixture(fixture, { listPageSize, kinds });
  await sweep.tick();
  fixture.advance(3 * hour);
  let seed = 0;
  return {
    fixture,
    sweep,
    ended(hoursAgo: number, changes: object = {}) {
      seed += 1;
      const endTime = new Date(fixture.now() - hoursAgo * hour);
      const meeting = generateMeeting({ seed, participants: 2, minutes: 3, endTime, ...changes });
      fixture.simulator.addMeeting(meeting);
      return meeting;
    },
    states: (uuid: string) =>
      Promise.all(datasets.map(async (dataset) => (await fixture.store.load(uuid, dataset))?.state)),
    async [Symbol.asyncDispose]() {
      sweep.close();
      await fixture.close();
    },
  };
}

export const settled = datasets.map(() => 'settled');
