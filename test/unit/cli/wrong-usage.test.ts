import { expect, test } from 'vitest';
import { knownDatasets } from '../../../shared/domain/dataset.ts';
import { cliWithoutStack } from '../../support/cli-without-stack.ts';

test.each([
  [[], 'Usage: '],
  [['stauts'], "Unknown command 'stauts' (Did you mean status?) See --help."],
  [['status', '--jsn'], "Unknown option '--jsn' (Did you mean --json?) See --help."],
  [['status', '--limit', 'none'], 'It must be a whole number, 1 or more. See --help.'],
  [['status', ''], 'It is blank: give the UUID as Zoom writes it.'],
  [['redrive', 'chat'], `It must be one of ${knownDatasets.join(', ')}.`],
  [['rows'], "Missing required argument 'meeting'."],
  [['rows', '-/abcdefghijklmnopqrst==', 'chat'], `It must be one of ${knownDatasets.join(', ')}.`],
  [['status', '--local', '--stage', 'prod'], '--stage is for AWS: leave it out, or leave out --local.'],
  [['status', '--data-dir', '.data'], '--data-dir goes with --local: add --local.'],
  [['status', '--stage', 'prod', '--table', 'T'], '--stage and --table both say what to read: leave one out.'],
])('the command line takes %j for wrong usage, before it opens anything', async (args, sentence) => {
  const { exitCode, stdout, stderr } = await cliWithoutStack(...args);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toContain(sentence);
});
