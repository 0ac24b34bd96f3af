import { createServer } from 'node:http';
import { afterAll, expect, test } from 'vitest';
import { generateMeeting } from '../../local/simulator/meetings.ts';
import { datasets } from '../../shared/domain/dataset.ts';
import { createMeetingReader } from '../../shared/dynamo/meetings/meeting-reader.ts';
import { fieldAnswers } from '../support/answers/field-answers.ts';
import { openProductFixture } from '../support/product/product-fixture.ts';

const strangers: string[] = [];
const elsewhere = createServer((request, response) => {
  strangers.push(request.headers.authorization ?? 'a call');
  response.end('{"participants":[]}');
});
await new Promise<void>((listening) => {
  elsewhere.listen(0, '127.0.0.1', listening);
});
const address = elsewhere.address();
/** A page that nobody foresaw, and a redirect: `test/campaigns/field-cases.ts` takes all of them. */
const names = /^(a firewall's challenge|HTTP 307)/;
const answers = fieldAnswers(`http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`).filter(
  ({ name }) => names.test(name),
);

const endTime = new Date(Date.now() - 60_000);
const meetings = answers.map((_, index) =>
  generateMeeting({ seed: 400 + index, participants: 2, minutes: 3, endTime }),
);
const faults = answers.flatMap(({ fault, times }, index) =>
  datasets.map((dataset) => ({ ...fault, times, match: { uuid: meetings[index]?.uuid, dataset } })),
);
const fixture = await openProductFixture({ meetings, faults });
afterAll(async () => {
  await fixture.close();
  elsewhere.close();
});

test('meetings are captured exactly whatever odd answers come first, and no token goes elsewhere', async () => {
  const product = await fixture.start();
  try {
    // Three at once that get no good answer would be an outage.
    expect(meetings).toHaveLength(2);
    for (const meeting of meetings) expect(await product.sendEnded(meeting)).toBe(204);
    for (const { uuid } of meetings) expect(await product.missingDatasets(uuid, 120_000)).toEqual([]);
    expect(strangers).toEqual([]);
    // Each of them was met, and none left a word behind.
    const reader = createMeetingReader({ client: product.dynamodb, table: product.stack.outputs.CapturesTable ?? '' });
    for (const [index, { uuid }] of meetings.entries()) {
      const met = fixture.simulator.calls.filter((call) => call.uuid === uuid).length;
      expect(met, answers[index]?.name).toBeGreaterThanOrEqual(datasets.length * (1 + (answers[index]?.times ?? 0)));
      for (const capture of Object.values((await reader.find(uuid))?.captures ?? {})) {
        expect(capture.lastError, answers[index]?.name).toBeUndefined();
      }
    }
  } finally {
    await product.close();
  }
}, 300_000);
