import { describe, expect, test } from 'vitest';
import { errorAnswer, type Intercept } from '../../../local/emulator/engines/engine-call.ts';
import { datasets } from '../../../shared/domain/dataset.ts';
import { endTime, rehearse } from '../../support/capture/rehearsal.ts';
import type { EngineFaults } from '../../support/engine-faults/engine-faults.ts';

describe('a DynamoDB that', () => {
  test.each<[string, EngineFaults]>([
    ['throttles', { throttled: 0.2 }],
    ['leaves items unprocessed', { unprocessed: 0.6 }],
    ['loses answers', { lost: 0.15 }],
    ['answers late', { slow: { share: 0.2, delayMs: 300 } }],
    ['does all of it', { throttled: 0.1, unprocessed: 0.3, lost: 0.1, slow: { share: 0.1, delayMs: 200 } }],
  ])('%s loses no row and doubles none', async (_name, engineFaults) => {
    await using captured = await rehearse({ engineFaults });
    for (const dataset of datasets) {
      expect((await captured.capture(dataset))?.state).toBe('settled');
      expect(await captured.isExact(dataset)).toBe(true);
    }
    expect(captured.fixture.queue).toMatchObject({ dead: [], messages: new Set() });
    expect(captured.fixture.crashes).toEqual([]);
  });

  test('refuses a whole batch for seconds on end costs no receive', async () => {
    let refusals = 20;
    const intercept: Intercept = async ({ operation }, next) => {
      if (operation !== 'BatchWriteItem' || refusals === 0) return next();
      refusals -= 1;
      const type = 'com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException';
      return errorAnswer(400, type, 'Too fast.');
    };
    await using captured = await rehearse({ only: ['report'], intercept });
    expect(captured.fixture.crashes).toEqual([]);
    expect(await captured.isExact('report')).toBe(true);
  });

  test('loses the answer to a new run goes on with that run', async () => {
    let lost = 0;
    const intercept: Intercept = async ({ operation, body }, next) => {
      const answer = await next();
      const item = JSON.stringify(body.Item ?? {});
      if (lost > 0 || operation !== 'PutItem' || !item.includes('"restarts":{"N":"1"}')) return answer;
      lost += 1;
      return errorAnswer(500, 'com.amazonaws.dynamodb.v20120810#InternalServerError', 'Lost.');
    };
    await using captured = await rehearse({
      only: ['participants'],
      intercept,
      faults: [{ kind: 'page-token-expired', match: { page: 2 }, times: 1 }],
      drain: { until: Date.parse(endTime) + 10 * 60_000 },
    });
    expect(lost).toBe(1);
    expect(captured.fixture.crashes).toEqual([]);
    expect((await captured.capture('participants'))?.state).toBe('captured');
  });
});

describe('a queue that', () => {
  test.each([1, 2, 3, 4])('duplicates, delays and reorders changes nothing (seed %i)', async (seed) => {
    const queueFaults = { duplicated: 0.5, delayed: 0.3, shuffled: true };
    await using captured = await rehearse({ seed, queueFaults, drain: { atOnce: 10 } });
    for (const dataset of datasets) {
      expect((await captured.capture(dataset))?.state).toBe('settled');
      expect(await captured.isExact(dataset)).toBe(true);
    }
    expect(captured.fixture.queue).toMatchObject({ dead: [], messages: new Set() });
  });
});
