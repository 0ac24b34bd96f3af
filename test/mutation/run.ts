/**
 * Changes the code in small ways, one at a time, and asks whether a cheap test notices (suites `unit` and `model`).
 *
 *     npm run mutation -- [--force] [file or glob...]
 *
 * Prints a line a file: how many changes there were, and what share of them was noticed, of all and of those in code that
 * a test reaches. Mutants that were tested before are not tested again while code and tests stay the same; `--force` does.
 *
 * Exits 1 when a strict file has a survivor that `survivors.md` does not explain, 2 on wrong usage.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { matchesGlob, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import { entryOf, readExplained, type Survivor, survivorOf } from './survivors.ts';

type MutantResult = Awaited<ReturnType<Stryker['runMutationTest']>>[number];

const usualFiles = [
  'shared/{domain,zoom,queue,capture}/**/*.ts',
  'shared/dynamo/control/*.ts',
  'shared/dynamo/rows/*.ts',
  'functions/webhook/*.ts',
  '!**/*.d.ts',
];

/** Row keys, the webhook's verifier, the state machine, the budget and the token: no survivor without an explanation. */
const strictFiles = [
  'shared/domain/row-key.ts',
  'shared/domain/capture/**/*.ts',
  'shared/zoom/{signature,webhook-timestamp}.ts',
  'shared/dynamo/control/{rate-*,shared-token,token-item}.ts',
];

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
  for (const file of Object.values(known.files))
    file.mutants = file.mutants.filter(({ status }) => status === 'Killed');
  writeFileSync(knownFile, JSON.stringify(known));
}

// The fuzz tests say how many runs they make; for a mutant that they can notice, this many do.
process.env.FUZZ_RUNS ??= '500';
// The unit suite's own, which a thread cannot set.
process.env.TZ = 'Asia/Kathmandu';

function readFiles(): { readonly files: string[]; readonly force: boolean } {
  try {
    const { positionals, values } = parseArgs({
      allowPositionals: true,
      options: { force: { type: 'boolean', default: false } },
    });
    return { files: positionals.length > 0 ? positionals : usualFiles, force: values.force };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exit(2);
  }
}

const testMutants = (files: string[], force: boolean): Promise<MutantResult[]> =>
  new Stryker({
    mutate: files,
    testRunner: 'vitest',
    vitest: { configFile: 'test/mutation/vitest.config.ts' },
    // Stryker reads it with an API that TypeScript 7 does not have. Nothing in ours needs to be rewritten.
    tsconfigFile: `${workFolder}/none.json`,
    // The machine may be shared: a slow answer is no endless loop.
    concurrency: 2,
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

const { files, force } = readFiles();
forgetSurvivors();
// What is known of other files comes along.
const mutants = (await testMutants(files, force)).filter(({ fileName }) =>
  files.some((pattern) => matchesGlob(relative('.', fileName), pattern)),
);
const byFile = Map.groupBy(mutants, ({ fileName }) => relative('.', fileName));
const explained = readExplained(readFileSync(new URL('survivors.md', import.meta.url), 'utf8'));
const survivors: Survivor[] = [...byFile].flatMap(([file, ofFile]) => {
  const text = readFileSync(file, 'utf8');
  return ofFile
    .filter(({ status }) => status === 'Survived' || status === 'NoCoverage')
    .map((mutant) => survivorOf(mutant, file, text));
});
const isExplained = (survivor: Survivor) => explained.get(survivor.file)?.has(entryOf(survivor)) === true;
const unexplained = survivors.filter((survivor) => !isExplained(survivor));
const strict = unexplained.filter(({ file }) => strictFiles.some((pattern) => matchesGlob(file, pattern)));
const found = new Set(survivors.map((survivor) => `${survivor.file} ${entryOf(survivor)}`));
const stale = [...explained].flatMap(([file, entries]) =>
  byFile.has(file) ? [...entries].map((entry) => `${file} ${entry}`).filter((entry) => !found.has(entry)) : [],
);

for (const survivor of unexplained) console.log(`${survivor.file}:${survivor.line}\n  ${entryOf(survivor)}`);
for (const entry of stale) console.log(`No survivor (any more): ${entry}`);
console.log(inColumns(['mutants', 'survived', 'unreached', 'noticed', 'of reached'], 'file'));
for (const [file, ofFile] of byFile) console.log(scoreLine(file, ofFile));
console.log(
  scoreLine(`all; ${unexplained.length} survivors unexplained, ${strict.length} of them in strict files`, mutants),
);
process.exitCode = mutants.length === 0 ? 2 : Number(strict.length > 0);
