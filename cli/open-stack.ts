import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { CliError } from './cli-error.ts';
import { invokeFunction } from './invoke-function.ts';
import type { Source } from './source.ts';
import type { Stack } from './stack.ts';
import { readStackOutputs } from './stack-outputs.ts';

/**
 * Opens the data that `source` names. Close it soon: a `serve` cannot start on the same data meanwhile.
 * @throws {CliError} saying what is missing
 */
export function openStack(source: Source): Promise<Stack> {
  return source.kind === 'local' ? openLocal(source.dataDir) : openAws(source);
}

async function openLocal(dataDir: string): Promise<Stack> {
  // Loaded here alone: commands on AWS have no use for the engines.
  const { openDataDir } = await import('../local/emulator/data-dir.ts');
  const data = await openDataDir(dataDir).catch((error: unknown) => {
    throw hasNoData(error)
      ? new CliError(`There is no data in ${dataDir}: start \`npm run serve\`, or name its folder with --data-dir.`)
      : error;
  });
  const local = { region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
  const dynamodb = new DynamoDBClient({ endpoint: data.dynamodbUrl, ...local });
  const sqs = new SQSClient({ endpoint: data.sqsUrl, useQueueUrlAsEndpoint: false, ...local });
  return {
    dynamodb,
    sqs,
    running: data.running,
    output(name) {
      const output = data.outputs[name] ?? unknownOutput(name);
      // The template knows an address in AWS alone.
      if (name === 'WebhookUrl') return new URL(new URL(output).pathname, data.httpUrl).href;
      return presentUrl(output, Object.values(data.queues));
    },
    async invoke(outputName, payload) {
      const { lambdaUrl } = data;
      if (lambdaUrl === undefined || !data.running) {
        throw new CliError('`npm run serve` is stopped, and this is done by its functions: start it, then try again.');
      }
      return invokeFunction(
        { endpoint: lambdaUrl, ...local },
        data.outputs[outputName] ?? unknownOutput(outputName),
        payload,
      );
    },
    async close() {
      dynamodb.destroy();
      sqs.destroy();
      await data.close();
    },
  };
}

async function openAws({ stage, capturesTable, region }: Extract<Source, { kind: 'aws' }>): Promise<Stack> {
  const outputs: Readonly<Record<string, string>> =
    capturesTable === undefined ? await readStackOutputs(stage, region) : { CapturesTable: capturesTable };
  const dynamodb = new DynamoDBClient({ ...(region !== undefined && { region }) });
  const sqs = new SQSClient({ ...(region !== undefined && { region }) });
  return {
    dynamodb,
    sqs,
    running: true,
    invoke: (outputName, payload) =>
      invokeFunction(
        { ...(region !== undefined && { region }) },
        outputs[outputName] ?? unknownOutput(outputName),
        payload,
      ),
    output: (name) => outputs[name] ?? unknownOutput(name),
    async close() {
      dynamodb.destroy();
      sqs.destroy();
    },
  };
}

/** A queue's URL among the outputs names the port of the run that wrote them; the queue's name stays. */
function presentUrl(output: string, queues: readonly { readonly name: string; readonly url: string }[]): string {
  const queue = queues.find(({ name }) => /^https?:/.test(output) && output.endsWith(`/${name}`));
  return queue?.url ?? output;
}

function unknownOutput(name: string): never {
  throw new CliError(`The stack's ${name} is not known: give --stage instead of --table, or deploy the stage anew.`);
}

const hasNoData = (error: unknown): boolean =>
  error instanceof Error && error.cause instanceof Error && 'code' in error.cause && error.cause.code === 'ENOENT';
