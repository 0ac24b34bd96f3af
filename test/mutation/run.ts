/**
 * Changes the code in small ways, one at a time, and asks whether a cheap test notices (suites `unit` and `model`, and what is as
 * cheap of `integration`).
 *
 *     npm run mutation -- [--force] [--runners 2] [--tests test/unit,test/model] [file or glob...]
 *
 * `--tests`: by those alone whose files begin so, such as `test/unit/capture`, in a tenth of the time. What they notice is known to the
 * next run, which then tries the rest against all.
 *
 * Prints a line a file: how many changes there were, and what share of them was noticed, of all and of those in code that
 * a test reaches. Mutants that were tested before are not tested again while code and tests stay the same; `--force` does.
 *
 * Exits 1 when a strict file has a survivor that `survivors.md` does not explain, 2 on wrong usage and where a test fails
 * without any change.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { matchesGlob, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import { strictFiles, usualFiles } from './files.ts';
import { entryOf, readExplained } from './survivors.ts';

type MutantResult = Awaited<ReturnType<Stryker['runMutationTest']>>[number];

/** Holds the sandboxes, the report and what is known from earlier runs. Not in Git. */
const workFolder = '.mutation';
const knownFile = `${workFolder}/known.json`;

/**
 * Stryker believes for good that what runs when a module is loaded survives, whatever tests come. So only what a test has
 * noticed counts as known.
 */
function forgetSurvivors(): void {
  if (!existsSync(knownFile)) return;
  const known: { readonly files: Record<string, { mutants: MutantResult[] }> } = JSON.parse(
    readFileSync(knownFile, 'utf8'),
  );
  for (const file of Object.values(known.files)) {
    file.mutants = file.mutants.filter(({ status }) => status === 'Killed');
  }
  writeFileSync(knownFile, JSON.stringify(known));
}

// The fuzz tests say how many runs they make; for a mutant that they can notice, this many do.
process.env.FUZZ_RUNS ??= '500';
// The unit suite's own, which a thread cannot set.
process.env.TZ = 'Asia/Kathmandu';

// A survivor plays all of them: fewer histories than `npm test` plays, and always the same.
process.env.HISTORIES ??= '40';
process.env.HISTORIES_SEED ??= '1';
process.env.CRASH_STRIDE ??= '97';

function readFiles(): { readonly files: string[]; readonly force: boolean; readonly runners: number } {
  try {
    const { positionals, values } = parseArgs({
      allowPositionals: true,
      options: {
        force: { type: 'boolean', default: false },
        runners: { type: 'string', default: '2' },
        tests: { type: 'string' },
      },
    });
    const runners = Math.max(1, Math.floor(Number(values.runners)) || 1);
    if (values.tests !== undefined) process.env.MUTATION_TESTS = values.tests;
    return { files: positionals.length > 0 ? positionals : usualFiles, force: values.force, runners };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exit(2);
  }
}

const testMutants = ({ files, force, runners }: ReturnType<typeof readFiles>): Promise<MutantResult[]> =>
  new Stryker({
    mutate: files,
    testRunner: 'vitest',
    vitest: { configFile: 'test/mutation/vitest.config.ts' },
    // Stryker reads it with an API that TypeScript 7 does not have. Nothing in ours needs to be rewritten.
    tsconfigFile: `${workFolder}/none.json`,
    // The machine may be shared: a slow answer is no endless loop.
    concurrency: runners,
    timeoutMS: 20_000,
    incremental: true,
    force,
    incrementalFile: knownFile,
    tempDirName: `${workFolder}/sandboxes`,
    htmlReporter: { fileName: `${workFolder}/report.html` },
    ignorePatterns: [workFolder, '.data', '.rehearsal', 'cdk.out'],
    reporters: ['html', 'progress-append-only'],
  }).runMutationTest();

const share = (part: number, whole: number): string => (whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)} %`);

const inColumns = (cells: readonly (string | number)[], name: string): string =>
  [...cells.map((cell) => String(cell).padStart(12)), `  ${name}`].join('');

function scoreLine(name: string, mutants: readonly MutantResult[]): string {
  const count = (...statuses: readonly MutantResult['status'][]) =>
    mutants.filter(({ status }) => statuses.includes(status)).length;
  const noticed = count('Killed', 'Timeout');
  const survived = count('Survived');
  const unreached = count('NoCoverage');
  const cells = [mutants.length, survived, unreached, share(noticed, noticed + survived + unreached)];
  return inColumns([...cells, share(noticed, noticed + survived)], name);
}

/** What survived of these mutants, how it would be entered in `survivors.md`, and whether it stands there. */
function survivorsOf(byFile: ReadonlyMap<string, readonly MutantResult[]>) {
  const explained = readExplained(readFileSync(new URL('survivors.md', import.meta.url), 'utf8'));
  return [...byFile].flatMap(([file, mutants]) => {
    const text = readFileSync(file, 'utf8');
    return mutants
      .filter(({ status }) => status === 'Survived' || status === 'NoCoverage')
      .map((mutant) => entryOf(mutant, text))
      .map(({ line, entry }) => ({ file, line, entry, isExplained: explained.get(file)?.has(entry) === true }));
  });
}

const options = readFiles();
const { files } = options;
forgetSurvivors();
const tested = await testMutants(options).catch(() => process.exit(2));
// What is known of other files comes along.
const byFile = Map.groupBy(tested, ({ fileName }) => relative('.', fileName));
for (const file of byFile.keys()) if (!files.some((pattern) => matchesGlob(file, pattern))) byFile.delete(file);

const unexplained = survivorsOf(byFile).filter(({ isExplained }) => !isExplained);
const strict = unexplained.filter(({ file }) => strictFiles.some((pattern) => matchesGlob(file, pattern)));
for (const { file, line, entry } of unexplained) console.log(`${file}:${line}\n  ${entry}`);
console.log(inColumns(['mutants', 'survived', 'unreached', 'noticed', 'of reached'], 'file'));
for (const [file, mutants] of byFile) console.log(scoreLine(file, mutants));
console.log(
  scoreLine(`unexplained: ${unexplained.length}, in strict files ${strict.length}`, [...byFile.values()].flat()),
);
process.exitCode = byFile.size === 0 ? 2 : Number(strict.length > 0);
