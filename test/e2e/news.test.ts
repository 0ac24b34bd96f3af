import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import * as z from 'zod';
import schema from '../../docs/events.schema.json' with { type: 'json' };
import type { Intercept } from '../../local/emulator/engines/engine-call.ts';
import { errorAnswer } from '../../local/emulator/engines/engine-call.ts';
import type { BusEvent } from '../../local/emulator/engines/event-bus.ts';
import { generateMeeting } from '../../local/simulator/meetings.ts';
import { newsSource } from '../../shared/news/news-events.ts';
import { openProductFixture } from '../support/product/product-fixture.ts';

const meetings = [81, 82].map((seed) =>
  generateMeeting({ seed, participants: 3, minutes: 5, endTime: new Date(Date.now() - 60_000) }),
);
const fixture = await openProductFixture({ meetings }, { events: 'own' });
afterAll(fixture.close);

const [first, second] = meetings;
if (!first || !second) throw new Error('There are two meetings.');

test('a meeting that has settled is told of on the bus of the stage, in the published form, by what its roles allow', async () => {
  const events: BusEvent[] = [];
  const product = await fixture.start({ onEvent: (event) => events.push(event) });
  await product.sendEnded(first);
  await untilTold(events, 'Meeting Settled');
  expect(events.map((event) => event['detail-type'])).toContain('Meeting Captured');
  for (const { source, bus, 'detail-type': type, detail } of events) {
    expect({ source, bus }).toEqual({ source: newsSource, bus: product.stack.outputs.NewsBus });
    const published = z.fromJSONSchema(Reflect.get(schema.$defs, type));
    expect(published.safeParse(detail).error, type).toBeUndefined();
  }
  const unused = product.stack.unusedGrants().filter(({ role }) => /^News/.test(role));
  expect(unused.filter(({ action }) => !/^(logs|xray):/.test(action))).toEqual([]);
  await product.close();
}, 60_000);

test('where nobody can be told, a meeting is captured all the same', async () => {
  const refuseNews: Intercept = (call, next) =>
    call.engine === 'sqs' && call.operation === 'SendMessage' && /News/.test(String(call.body.QueueUrl))
      ? Promise.resolve(errorAnswer(403, 'AccessDenied', 'refused by the test'))
      : next();
  const product = await fixture.start({ intercept: refuseNews });
  await product.sendEnded(second);
  expect(await product.missingDatasets(second.uuid, 30_000)).toEqual([]);
  await product.close();
}, 60_000);

async function untilTold(events: readonly BusEvent[], type: string): Promise<void> {
  const givesUpAt = Date.now() + 50_000;
  while (!events.some((event) => event['detail-type'] === type)) {
    if (Date.now() > givesUpAt) throw new Error(`No ${type} was told: ${events.map((event) => event['detail-type'])}.`);
    await sleep(50);
  }
}
