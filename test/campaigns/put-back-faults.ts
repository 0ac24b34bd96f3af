/**
 * Puts faults back that were found and mended, one at a time, each in a copy of the tree, and asks which tests notice.
 *
 *     npm run put-back-faults -- [--histories 300] [--stride 61] [--seed 1] [name…]
 *
 * `name`: those faults alone whose name has it. Prints a line for each fault and suite: who noticed, and after how many
 * histories. The copy without a fault must pass first.
 *
 * Exits 1 when nobody notices a fault, when it cannot be put back any more, or when the copy fails without one; 2 on wrong usage.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
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
      },
    });
    return { ...values, names: positionals };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exit(2);
  }
}

type Suite = {
  readonly name: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
};

const options = readOptions();
const historiesFile = 'test/model/histories.test.ts';
const unit: Suite = { name: 'unit tests', args: ['--project', 'unit', 'test/unit/capture'] };
/** What plays the capture's code as a whole. */
const models: readonly Suite[] = [
  { name: 'kept histories', args: ['--project', 'model', historiesFile, '-t', 'it is no longer so'] },
  {
    name: 'crash points',
    args: ['--project', 'model', 'test/model/crash-points.test.ts'],
    env: { CRASH_STRIDE: options.stride },
  },
  {
    name: 'random histories',
    args: ['--project', 'model', historiesFile, '-t', 'the store never says'],
    env: { HISTORIES: options.histories, HISTORIES_SEED: options.seed },
  },
];

const suitesOf = ({ tests }: Fault): readonly Suite[] =>
  tests === undefined ? [unit, ...models] : tests.map((file) => ({ name: file, args: [file] }));

/** A copy of what Git knows here, and of what is new; what is installed is shared. */
function copyTree(): string {
  const copy = mkdtempSync(join(tmpdir(), 'put-back-'));
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    encoding: 'utf8',
  });
  for (const file of listed.split('\0').filter((name) => name !== '')) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(file, join(copy, file));
  }
  symlinkSync(resolve('node_modules'), join(copy, 'node_modules'));
  return copy;
}

/** What a suite says in the copy: undefined when it passes. */
function runSuite(copy: string, { args, env }: Suite): string | undefined {
  const vitest = resolve('node_modules/vitest/vitest.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [vitest, 'run', '--no-color', ...args], {
    cwd: copy,
    env: { ...process.env, ...env, NO_COLOR: '1' },
    encoding: 'utf8',
    timeout: 1_200_000,
    maxBuffer: 2 ** 28,
  });
  if (status === 0) return undefined;
  const failed = /Tests\s+(\d+) failed/.exec(stdout)?.[1];
  if (failed === undefined) throw new Error(`No test ran: ${stdout.slice(-2_000)}${stderr.slice(-2_000)}`);
  const runs = /Property failed after (\d+) tests/.exec(stdout)?.[1];
  return runs === undefined ? `${failed} tests` : `history ${runs}`;
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
      const noticed = suitesOf(fault).flatMap((suite) => {
        const found = runSuite(copy, suite);
        return found === undefined ? [] : [`${suite.name} (${found})`];
      });
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
  const suites = new Map(wanted.flatMap(suitesOf).map((suite) => [suite.name, suite]));
  const broken = [...suites.values()].filter((suite) => runSuite(copy, suite) !== undefined);
  for (const { name } of broken) console.log(`Without a fault ${name} must pass, and does not.`);
  const unnoticed = broken.length > 0 ? wanted : wanted.filter((fault) => !tryFault(copy, fault));
  console.log(`${wanted.length} faults, ${wanted.length - unnoticed.length} noticed`);
  process.exitCode = Number(unnoticed.length > 0 || wanted.length === 0);
} finally {
  rmSync(copy, { recursive: true, force: true });
}
