import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const contributing = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8');

/** A folder or file that a room may import, from the root. */
type Allowed = { readonly path: string; readonly typesOnly: boolean };
type Import = { readonly file: string; readonly target: string; readonly isType: boolean };

/** `dynamo/schema.ts` stands for `shared/dynamo/schema.ts`. */
const pathOf = (name: string): string => {
  const path = name.replace(/\/$/, '');
  return existsSync(join(root, 'shared', path)) ? `shared/${path}` : path;
};

/** What each room may import, by the table of CONTRIBUTING.md; rooms that may import everything are left out. */
const rooms: ReadonlyMap<string, readonly Allowed[]> = new Map(
  [...contributing.matchAll(/^\| `([^`]+)\/` \|.*\| ([^|]+) \|$/gm)].flatMap(([, room = '', cell = '']) => {
    if (cell === 'everything') return [];
    const allowed = [...cell.matchAll(/`([^`]+)`( \(types\))?/g)].map(([, name = '', types]) => ({
      path: pathOf(name),
      typesOnly: types !== undefined,
    }));
    return [[room, allowed] as const];
  }),
);

const isIn = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);

/** The room that a file is in: the innermost. */
const roomOf = (file: string): string | undefined =>
  [...rooms.keys()].filter((room) => isIn(file, room)).toSorted((a, b) => b.length - a.length)[0];

function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), 'utf8');
  const found = text.matchAll(/^(?:import|export) (type )?([^;]*? from )?'([^']+)'|\bimport\('([^']+)'\)/gm);
  return [...found].flatMap(([, type, names = '', name, lazy]) => {
    const specifier = name ?? lazy ?? '';
    if (!specifier.startsWith('.')) return [];
    const isType = type !== undefined || /^\{\s*(type [^,}]+,?\s*)+\} from $/.test(names);
    return { file, target: normalize(join(file, '..', specifier)), isType };
  });
}

const between = [...rooms.keys()]
  .flatMap((room) => globSync(`${room}/**/*.ts`, { cwd: root }))
  .filter((file, index, all) => all.indexOf(file) === index)
  .flatMap(importsOf)
  .filter(({ file, target }) => target.endsWith('.ts') && roomOf(file) !== roomOf(target));

const allows = (room: string, { target, isType }: Import): boolean =>
  (rooms.get(room) ?? []).some(({ path, typesOnly }) => isIn(target, path) && (isType || !typesOnly));

test('a file imports only what CONTRIBUTING.md allows its room', () => {
  expect(rooms.size).toBeGreaterThan(20);
  const forbidden = between.filter((one) => !allows(roomOf(one.file) ?? '', one));
  expect(forbidden.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
});

test('CONTRIBUTING.md allows no room what none of its files imports', () => {
  const unused = [...rooms].flatMap(([room, allowed]) =>
    allowed
      .filter(({ path }) => !between.some(({ file, target }) => roomOf(file) === room && isIn(target, path)))
      .map(({ path }) => `${room} may import ${path}`),
  );
  expect(unused).toEqual([]);
});

type Arrow = { readonly from: string; readonly to: string };

/** Arrows between whole rooms. A single file that is named has no arrow: it stands below both. */
const arrows: readonly Arrow[] = [...rooms].flatMap(([from, allowed]) =>
  allowed.flatMap(({ path }) => (path.endsWith('.ts') || isIn(from, path) ? [] : [{ from, to: path }])),
);

/** Every place that arrows lead to from there, one after the other. */
function reached(from: string, by: readonly Arrow[]): ReadonlySet<string> {
  const places = new Set<string>();
  addNext(from);
  // A set that grows meanwhile is gone through to its end.
  for (const place of places) addNext(place);
  return places;

  function addNext(place: string): void {
    for (const arrow of by) if (arrow.from === place) places.add(arrow.to);
  }
}

test('no arrow between rooms leads back up', () => {
  expect([...rooms.keys()].filter((room) => reached(room, arrows).has(room))).toEqual([]);
});

test('the picture of CONTRIBUTING.md has the arrows of its table', () => {
  const [, picture = ''] = /```mermaid\n(.*?)```/s.exec(contributing) ?? [];
  const drawn = [...picture.matchAll(/^ *([\w& ]+?) --> ([\w& ]+)$/gm)].flatMap(([, left = '', right = '']) =>
    left.split(' & ').flatMap((from) => right.split(' & ').map((to) => ({ from: pathOf(from), to: pathOf(to) }))),
  );
  const told = arrows
    .map(({ from, to }) => ({ from: drawnAs(from), to: drawnAs(to) }))
    .filter(({ from, to }) => from !== to);
  const isTold = (arrow: Arrow) => told.some(({ from, to }) => from === arrow.from && to === arrow.to);
  expect(drawn.filter((arrow) => !isTold(arrow))).toEqual([]);
  // One that others lead along need not be drawn.
  expect(told.filter(({ from, to }) => !reached(from, drawn).has(to))).toEqual([]);
});

/** The picture has `cli` for all rooms of it, and each room of `shared`. */
const drawnAs = (path: string): string =>
  path
    .split('/')
    .slice(0, isIn(path, 'shared') ? 2 : 1)
    .join('/');
