import { describe, expect, test } from 'vitest';
import { readStackOutputs } from '../../../cli/stack-outputs.ts';

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

describe('the outputs of a stage', () => {
  test('are those of its stack', async () => {
    const outputs = [{ OutputKey: 'CapturesTable', OutputValue: 'ZoomCapture-prod-T', Description: 'x' }];
    const { asked, load } = clientThat(() => ({ Stacks: [{ Outputs: outputs }] }));
    expect(await readStackOutputs('prod', undefined, load)).toEqual({ CapturesTable: 'ZoomCapture-prod-T' });
    expect(asked).toEqual([expect.objectContaining({ input: { StackName: 'ZoomCapture-prod' } })]);
  });

  test('of a stack without any are none', async () => {
    const { load } = clientThat(() => ({ Stacks: [{}] }));
    expect(await readStackOutputs('prod', 'eu-west-1', load)).toEqual({});
  });

  test('of a stage that is not deployed are a sentence', async () => {
    const { load } = clientThat(() => {
      throw new Error('Stack with id ZoomCapture-qa does not exist');
    });
    await expect(readStackOutputs('qa', undefined, load)).rejects.toThrow(
      'There is no stack ZoomCapture-qa in this account and region: check --stage and --region.',
    );
  });

  test('without the client say how to do without it', async () => {
    const load = async () => {
      throw new Error('Cannot find package');
    };
    await expect(readStackOutputs('dev', undefined, load)).rejects.toThrow(
      'install it, or name the table with --table',
    );
  });
});
