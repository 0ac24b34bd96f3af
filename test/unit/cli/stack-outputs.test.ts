import { expect, test } from 'vitest';
import { readStackOutputs } from '../../../cli/source/stack-outputs.ts';

/** As much of the client as is used, answering one thing. */
const clientThat = (answer: () => unknown) => {
  const asked: unknown[] = [];
  class CloudFormationClient {
    async send(command: unknown) {
      asked.push(command);
      return answer();
    }
    destroy() {}
  }
  class DescribeStacksCommand {
    readonly input: unknown;
    constructor(input: unknown) {
      this.input = input;
    }
  }
  return { asked, load: async () => ({ CloudFormationClient, DescribeStacksCommand }) };
};

test('the outputs of a stage are those of its stack', async () => {
  const outputs = [{ OutputKey: 'CapturesTable', OutputValue: 'ZoomCapture-prod-T', Description: 'x' }];
  const { asked, load } = clientThat(() => ({ Stacks: [{ Outputs: outputs }] }));
  expect(await readStackOutputs('prod', undefined, load)).toEqual({ CapturesTable: 'ZoomCapture-prod-T' });
  expect(asked).toEqual([expect.objectContaining({ input: { StackName: 'ZoomCapture-prod' } })]);
});

test('the outputs of a stage whose stack has none are none', async () => {
  const { load } = clientThat(() => ({ Stacks: [{}] }));
  expect(await readStackOutputs('prod', 'eu-west-1', load)).toEqual({});
});

test('a stage that is not deployed is said in a sentence, in place of its outputs', async () => {
  const { load } = clientThat(() => {
    throw new Error('Stack with id ZoomCapture-qa does not exist');
  });
  await expect(readStackOutputs('qa', undefined, load)).rejects.toThrow(
    'There is no stack ZoomCapture-qa in this account and region: check --stage and --region.',
  );
});

test('without the client of CloudFormation, a sentence says how to do without the outputs of a stage', async () => {
  const load = async () => {
    throw new Error('Cannot find package');
  };
  await expect(readStackOutputs('dev', undefined, load)).rejects.toThrow('install it, or name the table with --table');
});
