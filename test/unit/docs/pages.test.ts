import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..', '..');
const inDocs = readdirSync(join(root, 'docs')).map((file) => join('docs', file));
const pages = [...readdirSync(root), ...inDocs, 'local/simulator/README.md'].filter((file) => file.endsWith('.md'));
const read = (file: string) => readFileSync(join(root, file), 'utf8');

const withoutCode = (page: string) => page.replace(/^ *```.*?^ *```$/gms, '');

/** As GitHub makes them. */
const anchorsOf = (page: string) =>
  [...withoutCode(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\d _-]/gu, '')
      .replaceAll(' ', '-'),
  );

test.each(pages)('%s is wrapped at 120 letters, but for tables and what is printed', (file) => {
  const lines = withoutCode(read(file)).split('\n');
  expect(lines.filter((line) => line.length > 120 && !line.trimStart().startsWith('|'))).toEqual([]);
});

test.each(pages.filter((file) => file !== 'CHANGELOG.md'))('%s begins with whom it is for', (file) => {
  expect(read(file)).toMatch(/^# .+\n\nFor (a|whoever) /);
});

test.each(pages)('%s links to files and sections that there are', (file) => {
  const links = [...withoutCode(read(file)).matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g)];
  const broken = links.filter(([, path = '', anchor]) => {
    const target = path === '' ? file : relative(root, join(root, dirname(file), path));
    return !existsSync(join(root, target)) || (anchor !== undefined && !anchorsOf(read(target)).includes(anchor));
  });
  expect(broken.map(([link]) => link)).toEqual([]);
});

test.each(pages.filter((file) => file !== 'CHANGELOG.md'))('%s names files of the product that there are', (file) => {
  const named = [
    ...read(file).matchAll(
      /(?<![\w/.-])((?:bench|cli|docs|functions|infra|local|page|shared|test)\/[\w./-]+\.(?:ts|md))\b/g,
    ),
  ];
  expect(named.map(([, path = '']) => path).filter((path) => !existsSync(join(root, path)))).toEqual([]);
});
