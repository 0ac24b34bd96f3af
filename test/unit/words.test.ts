import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const folders = ['bench', 'cli', 'docs', 'functions', 'infra', 'local', 'page', 'shared', 'test'];

/** Words that were given up, each with the word to use. Read in a text without capitals, whose compound names are taken apart. */
const formerWords: Readonly<Record<string, RegExp>> = {
  poll: /\b(?:a|an|the|each|every|one|first|second|next|last|later|good|whole|of) looks?\b(?! (?:ahead|like|the same))|\blooks?\b(?! (?:after|ahead|at|back|behind|for|into|like|the same|there|through|up)\b)/,
  defer: /\bhop(?:s|ped|ping)?\b/,
  'dead-letter': /\bbur(?:y|ies|ied|ying)\b/,
  failure: /\b(?:setbacks?|ailing|troubles?)\b/,
  'needs attention': /\bnot well\b/,
  delayed: /\b(?:held|hold|holds|holding) (?:it |them |nobody )?up\b|\bholds? up nobody\b/,
  'capture message': /\bobligations?\b/,
  'command context': /\brims?\b/,
  state: /\bstandings?\b/,
  outcome: /\bverdicts?\b/,
  dependencies: /\bworlds?\b/,
  redaction: /\bscreen(?:s|ed|ing)?\b(?! (?:shar|reader))/,
  started: /\bt(?:ake|akes|aken|aking|ook) (?:it |them |one )?up\b(?! to\b)/,
  accepted: /\b(?:taken|take|taking) in\b|\btakes in what\b/,
  'a fixture, unless it is a benchmark': /\b(?:capture|sweep|start|test) bench\b/,
};

/** Where a former word stays, and why. */
const exceptions: readonly (readonly [file: string, word: string, why: string])[] = [
  ['CHANGELOG.md', 'poll', 'says what the former names are now'],
  ['CHANGELOG.md', 'delayed', 'says what the former log message is now'],
  ['CHANGELOG.md', 'needs attention', 'says what the former output is now'],
  ['docs/data-model.md', 'poll', 'says what the former attributes are now'],
  ['docs/data-model.md', 'failure', 'says what the former attributes are now'],
  ['shared/dynamo/captures/capture-item.ts', 'poll', 'reads items of version 0.1.0'],
  ['shared/dynamo/captures/capture-item.ts', 'failure', 'reads items of version 0.1.0'],
  ['shared/queue/message-codec.ts', 'poll', 'reads messages of version 0.1.0'],
  ['test/unit/queue/message-codec.test.ts', 'poll', 'has a message of version 0.1.0'],
  ['test/unit/dynamo/capture-store.test.ts', 'poll', 'has an item of version 0.1.0'],
  ['test/unit/dynamo/capture-store.test.ts', 'failure', 'has an item of version 0.1.0'],
  ['test/integration/capture/upgrade.test.ts', 'poll', 'writes items and messages of version 0.1.0'],
  ['test/integration/capture/upgrade.test.ts', 'failure', 'writes items of version 0.1.0'],
  ['local/simulator/README.md', 'poll', 'names the former field of a fault, which scripts may use'],
  ['local/simulator/faults/fault.ts', 'poll', 'takes the former field of a fault, which scripts may use'],
  ['local/simulator/faults/fault-desk.ts', 'poll', 'takes the former field of a fault, which scripts may use'],
  ['test/unit/simulator/fault-desk.test.ts', 'poll', 'sends the former field of a fault'],
  ['shared/operations/estimate/estimate-cost.ts', 'state', 'standing costs; a field of `estimate --json`'],
  ['shared/operations/sweep-function/plan-backfill.ts', 'state', 'standing costs'],
  ['cli/texts/estimate-text.ts', 'state', 'standing costs'],
  ['shared/operations/estimate/stage-estimate.ts', 'state', 'standing costs'],
  ['bench/figures/dollars.ts', 'state', 'standing costs'],
  ['test/unit/estimate/estimate-cost.test.ts', 'state', 'standing costs'],
  ['test/unit/estimate/lake-and-news.test.ts', 'state', 'standing costs'],
  ['cli/output/cells.ts', 'redaction', "Zoom's screen sharing"],
];

type Found = { readonly file: string; readonly word: string; readonly line: string };

function found(): Found[] {
  const inFolders = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
  );
  return [...inFolders, ...readdirSync(root)]
    .filter((file) => /\.(ts|md)$/.test(file) && file !== 'test/unit/words.test.ts')
    .flatMap((file) => [file, ...readFileSync(join(root, file), 'utf8').split('\n')].map((line) => ({ file, line })))
    .flatMap(({ file, line }) => {
      const text = apart(line);
      const words = Object.entries(formerWords).filter(([, pattern]) => pattern.test(text));
      return words.map(([word]) => ({ file, word, line: line.trim() }));
    });
}

/** `takeNextLook` as `take next look`. */
const apart = (line: string): string =>
  line
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/[-_]/g, ' ')
    .toLowerCase();

const isExcepted = ({ file, word }: Found) => exceptions.some(([at, of]) => at === file && of === word);

test('words that were given up stand in no name, comment, output or document', () => {
  const wrong = found().filter((one) => !isExcepted(one));
  expect(wrong.map(({ file, word, line }) => `${file}: say "${word}" in: ${line}`)).toEqual([]);
});

test('each exception for a word that was given up is still needed', () => {
  const all = found();
  const needless = exceptions.filter(([file, word]) => !all.some((one) => one.file === file && one.word === word));
  expect(needless).toEqual([]);
});
