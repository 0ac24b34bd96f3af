import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { personalFields } from '../../../shared/domain/privacy/privacy-settings.ts';

test('docs/privacy.md lists every personal field that a stage may name, and no other', async () => {
  const document = await readFile(new URL('../../../docs/privacy.md', import.meta.url), 'utf8');
  const [, list = ''] = /The fields:\n(.*?)\n\n\S/s.exec(document.replaceAll('\n\n-', '\n-')) ?? [];
  const listed = [...list.matchAll(/`(\w+)`/g)].map(([, name]) => name);
  expect(listed.toSorted()).toEqual([...personalFields].sort());
});
