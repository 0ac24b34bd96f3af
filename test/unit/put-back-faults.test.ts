import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { faults } from '../campaigns/faults.ts';

test('each fault that `npm run put-back-faults` puts back has its place in the code, once', () => {
  const lost = faults.flatMap(({ name, edits }) =>
    edits.filter(({ file, from }) => readFileSync(file, 'utf8').split(from).length !== 2).map(() => name),
  );
  expect(lost).toEqual([]);
});
