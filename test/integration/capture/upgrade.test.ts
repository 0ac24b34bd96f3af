import { PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { datasets } from '../../../shared/domain/dataset.ts';
import { omit } from '../../../shared/domain/omit.ts';
import type { Item } from '../../../shared/dynamo/item.ts';
import type { CaptureFixture } from '../../support/capture/capture-fixture.ts';
import { startCaptureFixture } from '../../support/capture/capture-fixture.ts';
import { endTime, smallMeeting, smallPages } from '../../support/capture/rehearsal.ts';

const minute = 60_000;
const formerNames = { polls: 'looks', nextPollAt: 'nextLookAt', failures: 'troubles', pollFailures: 'setbacks' };
const unknownThen = ['sequence', 'plannedAt', 'unfinishedRows', 'storedRows', 'failingSince'];

/** A capture's item as version 0.1.0 wrote it. */
function formerItem(item: Item): Item {
  const former: Item = Object.fromEntries(Object.entries(item).filter(([name]) => !unknownThen.includes(name)));
  for (const [name, before] of Object.entries(formerNames)) {
    if (former[name]) former[before] = former[name];
    delete former[name];
  }
  const { prune, ...progress } = former.progress?.M ?? {};
  if (prune) former.progress = { M: { ...progress, sweep: prune } };
  return former;
}

async function downgrade({ client, queue }: CaptureFixture): Promise<number> {
  const { Items = [] } = await client.send(new ScanCommand({ TableName: 'Captures' }));
  const captures = Items.filter(({ entity }) => entity?.S === 'capture');
  for (const item of captures) {
    await client.send(new PutItemCommand({ TableName: 'Captures', Item: formerItem(item) }));
  }
  for (const message of queue.messages) {
    const body = omit(JSON.parse(message.body), 'sequence');
    const polls = Number(captures.find(({ dataset }) => dataset?.S === message.dataset)?.polls?.N ?? 0);
    Object.assign(message, { body: JSON.stringify({ ...body, look: polls + 1 }) });
  }
  return captures.length;
}

test.each([
  ['while their first polls are planned', 1, []],
  ['with a worker that died in the middle of its pages', 20, [{ effect: 60, when: 'after' as const }]],
  ['while their later polls are planned', 30, []],
])('captures that version 0.1.0 began go on to their end, %s', async (_name, minutes, kills) => {
  const fixture = await startCaptureFixture({ pageSizes: smallPages });
  try {
    const meeting = smallMeeting();
    fixture.simulator.addMeeting(meeting);
    fixture.end(meeting);
    await fixture.drain({ until: Date.parse(endTime) + minutes * minute, kills, atOnce: 3 });
    expect(await downgrade(fixture)).toBe(datasets.length);
    await fixture.drain({ atOnce: 3 });
    for (const dataset of datasets) {
      expect((await fixture.store.load(meeting.uuid, dataset))?.state, dataset).toBe('settled');
      expect(await fixture.stored(meeting.uuid, dataset)).toEqual(fixture.served(meeting.uuid, dataset));
    }
    expect(fixture.queue).toMatchObject({ dead: [], messages: new Set() });
  } finally {
    await fixture.close();
  }
});
