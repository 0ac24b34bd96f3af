/**
 * Puts faults back that were found and mended, one at a time, each in a copy of the tree, and asks which tests notice.
 *
 *     npm run put-back-faults -- [--histories 300] [--stride 61] [--seed 1] [--tests test/unit/capture] [name…]
 *
 * `name`: those faults alone whose name has it. `--tests`: by these tests alone, in place of those that a fault names. Prints a line for each fault and suite: who noticed, and after how many
 * histories. The copy without a fault must pass first.
 *
 * Exits 1 when nobody notices a fault, when it cannot be put back any more, or when the copy fails without one; 2 on wrong usage.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Fault, faults } from './faults.ts';

function readOptions() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        histories: { type: 'string', default: '300' },
        stride: { type: 'string', default: '61' },
        seed: { type: 'string', default: '1' },
        tests: { type: 'string' },
      },
    });
    return { ...values, names: positionals };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exit(2);
  }
}

const options = readOptions();

/** The unit tests of the machine, and what plays the capture's code as a whole. */
const usualTests = ['test/unit/capture', 'test/model'];

const testsOf = ({ tests = usualTests }: Fault): readonly string[] =>
  options.tests === undefined ? tests : [options.tests];

/** Whom a failed test stands for. */
function suiteOf({ file, title }: FailedTest): string {
  if (file.includes('crash-points')) return 'crash points';
  if (!file.includes('test/model')) return file;
  return title.startsWith('it is no longer so') ? 'kept histories' : 'random histories';
}

/** A copy of what Git knows here, and of what is new; what is installed is shared. */
function copyTree(): string {
  const copy = mkdtempSync(join(tmpdir(), 'put-back-'));
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    encoding: 'utf8',
  });
  for (const file of listed
    .split('\0')
    .filter((name) => existsSync(name) && !lstatSync(name).isSymbolicLink() && name !== '')) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(file, join(copy, file));
  }
  symlinkSync(resolve('node_modules'), join(copy, 'node_modules'));
  return copy;
}

type FailedTest = { readonly file: string; readonly title: string; readonly message: string };
type JsonReport = {
  readonly numTotalTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly title: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
};

/** Runs these tests in the copy. @throws where none can run, as after a fault that is none of the language */
function runTests(copy: string, tests: readonly string[]): FailedTest[] {
  const reportFile = join(copy, 'report.json');
  rmSync(reportFile, { force: true });
  const args = ['run', '--reporter=json', `--outputFile=${reportFile}`, ...tests];
  const { stderr } = spawnSync(process.execPath, [resolve('node_modules/vitest/vitest.mjs'), ...args], {
    cwd: copy,
    env: {
      ...process.env,
      CRASH_STRIDE: options.stride,
      HISTORIES: options.histories,
      HISTORIES_SEED: options.seed,
    },
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (!existsSync(reportFile)) throw new Error(`No test ran: ${stderr.slice(-2_000)}`);
  const { testResults }: JsonReport = JSON.parse(readFileSync(reportFile, 'utf8'));
  const broken = testResults.find(({ assertionResults }) => assertionResults.length === 0);
  if (broken) throw new Error(`${broken.name} could not run: ${broken.message}`);
  return testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === 'failed')
      .map(({ title, failureMessages }) => ({
        file: relative(copy, name),
        title,
        message: failureMessages.join('\n'),
      })),
  );
}

/** Who noticed, and after how many histories. */
function noticedBy(failed: readonly FailedTest[]): string[] {
  return [...Map.groupBy(failed, suiteOf)].map(([suite, tests]) => {
    const runs = /Property failed after (\d+) tests/.exec(tests[0]?.message ?? '')?.[1];
    return `${suite} (${runs === undefined ? `${tests.length} tests` : `history ${runs}`})`;
  });
}

/** @throws when the source is not as the fault knows it */
function putBack(copy: string, { edits }: Fault): () => void {
  const before = edits.map(({ file, from, to }) => {
    const path = join(copy, file);
    const text = readFileSync(path, 'utf8');
    if (text.split(from).length !== 2) throw new Error(`${file} has not once: ${from}`);
    writeFileSync(
      path,
      text.replace(from, () => to),
    );
    return { path, text };
  });
  return () => {
    // The first edit of a file knows its first text.
    for (const { path, text } of before.toReversed()) writeFileSync(path, text);
  };
}

/** @returns whether somebody notices */
function tryFault(copy: string, fault: Fault): boolean {
  try {
    const mend = putBack(copy, fault);
    try {
      const noticed = noticedBy(runTests(copy, testsOf(fault)));
      console.log(`${fault.name}: ${noticed.join(', ') || 'NOBODY NOTICES'}`);
      return noticed.length > 0;
    } finally {
      mend();
    }
  } catch (error) {
    console.log(`${fault.name}: ${error instanceof Error ? error.message : error}`);
    return false;
  }
}

const wanted = faults.filter(
  ({ name }) => options.names.length === 0 || options.names.some((part) => name.includes(part)),
);
const copy = copyTree();
try {
  const all = new Set(wanted.flatMap(testsOf));
  const broken = runTests(copy, [...all]);
  for (const { file, title } of broken) console.log(`Without a fault this must pass, and does not: ${file}, ${title}`);
  const unnoticed = broken.length > 0 ? wanted : wanted.filter((fault) => !tryFault(copy, fault));
  console.log(`${wanted.length} faults, ${wanted.length - unnoticed.length} noticed`);
  process.exitCode = Number(unnoticed.length > 0 || wanted.length === 0);
} finally {
  rmSync(copy, { recursive: true, force: true });
}
