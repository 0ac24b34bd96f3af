import { expect, test } from 'vitest';
import { handOverMs } from '../../../shared/sweep/sweep-deps.ts';
import { sweepGroup } from '../../../shared/sweep/sweep-group.ts';

const refusal = new Error('Zoom refuses this one.');

/** What came of a master's group: whom it swept, and what it failed with. */
async function sweptIn({
  withListed = async (configured: readonly string[]) => [...configured, 'first', 'second'],
  failing = [],
  now = 0,
  remainingMs = () => handOverMs,
}: {
  readonly withListed?: (configured: readonly string[]) => Promise<readonly string[]>;
  readonly failing?: readonly string[];
  readonly now?: number;
  readonly remainingMs?: () => number;
} = {}) {
  const swept: string[] = [];
  const sweep = async (account: string) => {
    swept.push(account);
    if (failing.includes(account)) throw refusal;
  };
  const error = await sweepGroup(['master'], { withListed, sweep, now: () => now, remainingMs }).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return { swept, error };
}

test('a master is swept with the sub-accounts that are listed, one after the other', async () => {
  expect(await sweptIn()).toEqual({ swept: ['master', 'first', 'second'], error: undefined });
});

test('another one of them is the first five minutes later', async () => {
  const { swept } = await sweptIn({ now: 300_000 });
  expect(swept).toHaveLength(3);
  expect(swept[0]).not.toBe('master');
});

test('what one fails with stops no other, and is told when all are done', async () => {
  expect(await sweptIn({ failing: ['master'] })).toEqual({ swept: ['master', 'first', 'second'], error: refusal });
});

test('several faults are told together', async () => {
  const { swept, error } = await sweptIn({ failing: ['master', 'second'] });
  expect(swept).toHaveLength(3);
  expect(error).toMatchObject({ name: 'AggregateError', errors: [refusal, refusal] });
});

test('without the list of sub-accounts the others are swept all the same, and it is told', async () => {
  const withListed = () => Promise.reject(refusal);
  expect(await sweptIn({ withListed })).toEqual({ swept: ['master'], error: refusal });
});

test('the next one is begun while there is time to hand over, and not with a millisecond less', async () => {
  const times = [handOverMs, handOverMs - 1];
  expect((await sweptIn({ remainingMs: () => times.shift() ?? 0 })).swept).toEqual(['master']);
});
