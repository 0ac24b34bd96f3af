import { expect, test } from 'vitest';
import { startRun } from '../../../shared/domain/capture/poll.ts';
import { datasets } from '../../../shared/domain/dataset.ts';
import { endTime, rehearse } from '../../support/capture/rehearsal.ts';

test('of two deliveries of one message in the same millisecond one starts on the capture', async () => {
  await using captured = await rehearse({ only: ['qos'], drain: { until: Date.parse(endTime) + 10 * 60_000 } });
  const known = await captured.capture('qos');
  if (!known) throw new Error('The capture is not registered.');
  const now = captured.fixture.now();
  const lease = { owner: 'message', until: now + 60_000 };
  const first = startRun(known, { ...lease, taker: 'one' }, { now });
  const second = startRun(known, { ...lease, taker: 'another' }, { now });
  expect(await captured.fixture.store.save(first, known.run)).toBe(true);
  expect(await captured.fixture.store.save(second, known.run)).toBe(false);
  // The SDK tries again when an answer is lost.
  expect(await captured.fixture.store.save(first, known.run)).toBe(true);
});

test.each(Array.from({ length: 3 }, (_, seed) => seed))(
  'deliveries of one message at the same time never double a page (seed %i)',
  async (seed) => {
    await using captured = await rehearse({
      seed,
      timeoutMs: 40_000,
      drain: { atOnce: 10 },
      timeScale: 0.1,
      queueFaults: { duplicated: 0.6, shuffled: true },
      engineFaults: { lost: 0.1 },
    });
    for (const dataset of datasets) expect(await captured.isExact(dataset), dataset).toBe(true);
    expect(captured.fixture.queue).toMatchObject({ dead: [], messages: new Set() });
  },
);
