import { expect, test } from 'vitest';
import { failedMessageIds } from '../../../local/emulator/queues/sqs-event.ts';

const ids = ['a', 'b'];

test.each([
  [null, []],
  [{}, []],
  [{ batchItemFailures: null }, []],
  [{ batchItemFailures: [] }, []],
  [{ batchItemFailures: [{ itemIdentifier: 'a' }] }, ['a']],
  [{ batchItemFailures: [{ itemIdentifier: '' }] }, ids],
  [{ batchItemFailures: [{ itemIdentifier: null }] }, ids],
  [{ batchItemFailures: [{ id: 'a' }] }, ids],
  [{ batchItemFailures: [{ itemIdentifier: 'other' }] }, ids],
  [{ batchItemFailures: 'a' }, ids],
  ['done', ids],
])('the response %j fails %j', (response, failed) => {
  expect([...failedMessageIds(response, ids)]).toEqual(failed);
});
