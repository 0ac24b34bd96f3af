import { expect, test } from 'vitest';
import { decodeCapture, encodeCapture } from '../../../shared/dynamo/captures/capture-item.ts';
import { createCaptureStore } from '../../../shared/dynamo/captures/capture-store.ts';
import { tables } from '../../support/capture/tables.ts';
import { createMemoryDynamo } from '../../support/memory/memory-table.ts';
import { captureAt, iso } from '../capture/capture-fixture.ts';

const known = captureAt({ run: 1 });
const startedBy = (taker: string) => ({ ...known, run: 2, lease: { owner: 'm', taker, until: iso(1_000) } });

function openStore() {
  const memory = createMemoryDynamo({ tables });
  memory.load('Captures', [encodeCapture(known, undefined)]);
  return createCaptureStore({ client: memory.client, table: 'Captures', retentionDays: 0 });
}

test('of two workers that start on a capture at once the store takes one', async () => {
  const store = openStore();
  expect(await store.save(startedBy('one'), known.run)).toBe(true);
  expect(await store.save(startedBy('another'), known.run)).toBe(false);
  expect((await store.load(known.uuid, known.dataset))?.lease?.taker).toBe('one');
});

test('a worker that saves the same again, since the answer was lost, has saved it', async () => {
  const store = openStore();
  await store.save(startedBy('one'), known.run);
  expect(await store.save(startedBy('one'), known.run)).toBe(true);
});

test('a worker whose run is over saves nothing', async () => {
  const store = openStore();
  await store.save(startedBy('one'), known.run);
  expect(await store.save({ ...known, rows: 9 }, known.run)).toBe(false);
});

test.each([
  ['a count beyond whole numbers', { expectedRows: 1e20 }],
  ['a code with a fraction', { lastError: { at: iso(0), name: 'e', message: '', code: 1.5 } }],
])('what could not be read again is not written: %s', (_name, changes) => {
  expect(() => encodeCapture(captureAt(changes), undefined)).toThrow('cannot be read again');
});

test('the item of version 0.1.0 is read by the names of now', () => {
  const { polls, nextPollAt, failures, sequence, ...rest } = encodeCapture(
    captureAt({ polls: 2, nextPollAt: iso(5), failures: 3, sequence: 7 }),
    undefined,
  );
  if (!polls || !nextPollAt || !failures) throw new Error('The item lacks a count.');
  const former = { ...rest, looks: polls, nextLookAt: nextPollAt, troubles: failures };
  expect(decodeCapture(former)).toMatchObject({ polls: 2, nextPollAt: iso(5), failures: 3, sequence: 2 });
});
