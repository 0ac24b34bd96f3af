import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { strictFiles, usualFiles } from '../../mutation/files.ts';
import { readExplained } from '../../mutation/survivors.ts';

/** `a{b,c}` stands for `ab` and `ac`: each of them must be there, not only one. */
const spread = (pattern: string): string[] => {
  const [whole, choices] = /\{([^{}]+)\}/.exec(pattern) ?? [];
  return whole === undefined
    ? [pattern]
    : (choices ?? '').split(',').flatMap((one) => spread(pattern.replace(whole, one)));
};

const isLeftOut = (pattern: string) => pattern.startsWith('!');

test.each([...usualFiles, ...strictFiles].flatMap(spread))('there are files to change by the pattern %s', (pattern) => {
  expect(globSync(isLeftOut(pattern) ? pattern.slice(1) : pattern, { exclude: ['node_modules'] })).not.toEqual([]);
});

test('every strict file is one of the usual ones', () => {
  const usual = new Set(globSync(usualFiles.filter((pattern) => !isLeftOut(pattern))));
  expect(globSync(strictFiles).filter((file) => !usual.has(file))).toEqual([]);
});

test('each survivor that is explained is one of a line that its file still has', () => {
  const explained = readExplained(readFileSync('test/mutation/survivors.md', 'utf8'));
  const lost = [...explained].flatMap(([file, entries]) => {
    const text = readFileSync(file, 'utf8').replace(/\s+/g, ' ');
    const isThere = (entry: string) => text.includes(/^- (`+) ?(.+?)…? ?\1 → /.exec(entry)?.[2] ?? entry);
    return [...entries].filter((entry) => !isThere(entry));
  });
  expect(lost).toEqual([]);
});
