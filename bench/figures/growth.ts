import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Figure, type Line, median, type Told } from '../figure.ts';
import { bareNames } from '../growth/bare-calls.ts';
import type { Round } from '../growth/by-turns.ts';
import { captureRounds } from '../growth/capture-rounds.ts';
import { sumOfRounds, timeLine, unlikeRounds } from '../growth/grown-lines.ts';
import { type GrownStore, startGrownStore } from '../growth/grown-store.ts';
import { questionRounds } from '../growth/question-rounds.ts';
import { scanDay } from '../growth/scan-day.ts';

const sizes = [1_000, 10_000, 100_000] as const;
const rounds = { captures: 120, questions: 100 };
const bar = { of: 'ratio', most: 1.1 } as const;
const exactly = { of: 'value', most: 0 } as const;
const least = 'at 1,000';

/** The same captures and the same questions on three stores that are open at once, by turns. */
export const growth: Figure = {
  name: 'growth',
  about: 'captures and questions beside 100,000 meetings (8, 2 GB of disk)',
  async measure(told) {
    const directory = await mkdtemp(join(tmpdir(), 'bench-growth-'));
    const stores: GrownStore[] = [];
    try {
      for (const meetings of sizes) stores.push(await startGrownStore(meetings, directory, told));
      return await linesOf(stores, told);
    } finally {
      await Promise.all(stores.map(({ close }) => close()));
      await rm(directory, { recursive: true });
    }
  },
};

async function linesOf(stores: readonly GrownStore[], told: Told): Promise<readonly Line[]> {
  told(`${rounds.captures} captures into each`);
  const captures = await captureRounds(stores, rounds.captures);
  told(`${rounds.questions} times each question, of each`);
  const asked = await questionRounds(stores, rounds.questions);
  told('a Scan');
  const scan = await scanLine(stores);
  const isBare = (name: string) => Object.values<string>(bareNames).includes(name);
  const questions = [...asked].filter(([name]) => !isBare(name));
  const bare = [...asked].filter(([name]) => isBare(name));
  const each = questions.map(([, of]) => of);
  const all = sumOfRounds(each);
  return [
    ...atEachSize('a capture of two people, all datasets', captures),
    ...atEachSize(`all ${each.length} questions`, all),
    ...questions.map(([name, of]) => ({ ...timeLine(`${name}, at 100,000`, of, 2, least), bar })),
    ...exactLines(captures, each),
    ...questions.map(([name, of]) => unitsLine(`${name}, at 100,000`, 'readUnits', of)),
    ...bare.map(([name, of]) => timeLine(`${name}, at 100,000`, of, 2, least)),
    scan,
  ];
}

const atEachSize = (what: string, of: Parameters<typeof timeLine>[1]): Line[] =>
  sizes.slice(1).map((size, at) => ({
    ...timeLine(`${what}, at ${size.toLocaleString('en-US')}`, of, at + 1, least),
    bar,
  }));

/** What DynamoDB bills does not depend on the machine. */
function unitsLine(what: string, of: 'readUnits' | 'writeUnits', rounds: readonly Round[]): Line {
  const unit = { readUnits: 'read units', writeUnits: 'write units' }[of];
  const units = (store: number) => median(rounds.map((turns) => turns[store]?.[of] ?? Number.NaN));
  return { what, unit, ours: units(2), against: { what: least, value: units(0) }, bar: { of: 'ratio', most: 1 } };
}

function exactLines(captures: readonly Round[], questions: readonly (readonly Round[])[]): Line[] {
  const count = questions.reduce((sum, { length }) => sum + length, 0);
  const unlike = questions.reduce((sum, of) => sum + unlikeRounds(of), 0);
  return [
    unitsLine('a capture at 100,000, without indexes', 'writeUnits', captures),
    {
      what: 'captures with other calls or units',
      unit: `of ${captures.length}`,
      ours: unlikeRounds(captures),
      bar: exactly,
    },
    { what: 'questions with other calls, items or units', unit: `of ${count}`, ours: unlike, bar: exactly },
  ];
}

async function scanLine(stores: readonly GrownStore[]): Promise<Line> {
  const times: number[] = [];
  for (const { client } of stores.slice(0, 2)) {
    const startedAt = performance.now();
    await scanDay(client, '2026-10-02');
    times.push(performance.now() - startedAt);
  }
  const [small = Number.NaN, grown = Number.NaN] = times;
  return {
    what: "obvious way: Scan for a day's meetings, at 10,000",
    unit: 'ms',
    ours: grown,
    against: { what: least, value: small },
    note: 'not asked of 100,000, where it would take ten times as long again',
  };
}
