import { expect, test } from 'vitest';
import { createStoreSecret } from '../../../shared/accounts/store-secret.ts';

/** A stage whose secrets extension gives these values, one a read; undefined for a failed read. */
function stage(...values: readonly (string | undefined)[]) {
  let reads = 0;
  const read = createStoreSecret('store', {
    env: {},
    fetch: async () => {
      const value = values[reads];
      reads += 1;
      return value === undefined
        ? { ok: false, status: 400, text: async () => 'AccessDeniedException' }
        : { ok: true, status: 200, text: async () => JSON.stringify({ SecretString: value }) };
    },
  });
  return { read, reads: () => reads };
}

test('the secret of the store is read once, whoever asks', async () => {
  const { read, reads } = stage('s'.repeat(32), 'another');
  expect(await Promise.all([read(), read()])).toEqual(['s'.repeat(32), 's'.repeat(32)]);
  expect(await read()).toBe('s'.repeat(32));
  expect(reads()).toBe(1);
});

test('the secret of the store is read again where a read failed', async () => {
  const { read } = stage(undefined, 's'.repeat(32));
  await expect(read()).rejects.toThrow('The secret store cannot be read');
  expect(await read()).toBe('s'.repeat(32));
});

test('the secret of the store is refused when it can be guessed, without a word of it', async () => {
  const { read } = stage('short'.repeat(6).padEnd(31, '!'));
  await expect(read()).rejects.toThrow(/^The secret store is too short: put back what the stack made/);
});
