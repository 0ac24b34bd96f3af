import { expect, test } from 'vitest';
import { readAhead } from '../../../shared/operations/export/read-ahead.ts';

/** Lists of the given lengths, and a record of which were begun and closed. */
function listsOf(lengths: readonly number[], failing?: number) {
  const events: string[] = [];
  const listOf = async function* (index: number, length: number): AsyncGenerator<string> {
    events.push(`begin ${index}`);
    try {
      if (index === failing) throw new Error('no');
      for (let at = 0; at < length; at += 1) yield `${index}.${at}`;
    } finally {
      events.push(`end ${index}`);
    }
  };
  const lists = async function* () {
    for (const [index, length] of lengths.entries()) yield listOf(index, length);
  };
  return { events, lists: lists() };
}

test.each([0, 1, 2, 9])('readAhead gives every value in order, reading %i lists ahead', async (ahead) => {
  const { lists } = listsOf([2, 0, 3, 1]);
  expect(await Array.fromAsync(readAhead(lists, ahead))).toEqual(['0.0', '0.1', '2.0', '2.1', '2.2', '3.0']);
});

test('readAhead begins no more lists than asked for', async () => {
  const { events, lists } = listsOf([2, 2, 2, 2, 2]);
  const values = readAhead(lists, 2);
  await values.next();
  expect(events).toEqual(['begin 0', 'begin 1', 'begin 2']);
  await values.return(undefined);
  expect(events.slice(3).sort()).toEqual(['end 0', 'end 1', 'end 2']);
});

test('readAhead passes on the fault of a list in its turn, and closes the others', async () => {
  const { events, lists } = listsOf([1, 1, 1], 1);
  const values = readAhead(lists, 1);
  expect((await values.next()).value).toBe('0.0');
  await expect(values.next()).rejects.toThrow('no');
  expect(events.filter((event) => event.startsWith('begin')).length).toBe(
    events.filter((event) => event.startsWith('end')).length,
  );
});
