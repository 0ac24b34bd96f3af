import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { LambdaClientConfig } from '@aws-sdk/client-lambda';
import type { SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod/mini';
import type { Dataset } from '../../shared/domain/dataset.ts';
import { createDynamoClient } from '../../shared/dynamo/dynamo-client.ts';
import type { InvokeSweepFunction } from '../../shared/operations/sweep-function/sweep-function.ts';
import { createQueueClient } from '../../shared/queue/queue-client.ts';
import { requestHandlerWithin } from '../../shared/runtime/bounded-client.ts';
import { CliError } from '../errors.ts';
import { readFromAws } from './account-secrets.ts';
import { commandBounds } from './command-bounds.ts';
import type { Source } from './source.ts';

/** One stage of the product, opened for a command. */
export type Stack = {
  readonly dynamodb: DynamoDBClient;
  readonly sqs: SQSClient;
  /** False where the data are those of a `serve` that is stopped: what is queued waits until it runs. */
  readonly running: boolean;
  /**
   * An output of the stack's template, such as `CapturesTable`.
   * @throws {CliError} when it is not known, as with `--table`
   */
  readonly output: (name: string) => string;
  /** The same where a stack may have none: undefined then, and with `--table`. */
  readonly optionalOutput: (name: string) => string | undefined;
  /** The stage's, where it has one and it is known. */
  readonly timeZone?: string | undefined;
  /** What the tables keep of erased persons is keyed with. @throws {CliError} saying what is missing */
  readonly storeSecret: () => Promise<string>;
  /** @throws {CliError} when nothing runs that could answer, or what the function threw */
  readonly invokeSweep: InvokeSweepFunction;
  /** Has what was deleted leave the disk of this machine; nothing to do on AWS. */
  readonly compact: () => Promise<void>;
  /** The same for the function of the lake, which may take a quarter of an hour. */
  readonly invokeLake: (request: object) => Promise<unknown>;
  readonly close: () => Promise<void>;
};

/** The stack's outputs with the addresses of a dataset's queues. */
export const queueOutput = (dataset: Dataset): string => `${titled(dataset)}QueueUrl`;
export const deadLetterQueueOutput = (dataset: Dataset): string => `${titled(dataset)}DeadLetterQueueUrl`;

const titled = (dataset: Dataset): string => `${dataset.charAt(0).toUpperCase()}${dataset.slice(1)}`;

/**
 * Opens the data that `source` names. Close it soon: a `serve` cannot start on the same data meanwhile.
 * @throws {CliError} saying what is missing
 */
export function openStack(source: Source): Promise<Stack> {
  return source.kind === 'local' ? openLocal(source.dataDir) : openAws(source);
}

async function openLocal(dataDir: string): Promise<Stack> {
  // Loaded here alone: commands on AWS have no use for the engines.
  const { openDataDir } = await import('../../local/emulator/data-dir.ts');
  const data = await openDataDir(dataDir).catch((error: unknown) => {
    if (hasNoData(error)) {
      throw new CliError(
        `There is no data in ${dataDir}: start \`npm run serve\`, or name its folder with --data-dir.`,
      );
    }
    if (!isMissingPackage(error)) throw error;
    throw new CliError(
      'What a `serve` that is stopped keeps is read by engines that are installed with the sources alone: start it, or do this in their folder.',
    );
  });
  const config = { region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
  const dynamodb = createDynamoClient({ endpoint: data.dynamodbUrl, ...config }, commandBounds);
  const sqs = createQueueClient({ endpoint: data.sqsUrl, ...config }, commandBounds);
  const output = (name: string): string => data.outputs[name] ?? unknownOutput(name);
  const functionsConfig = () => {
    if (data.lambdaUrl !== undefined && data.running) return { endpoint: data.lambdaUrl, ...config };
    throw new CliError('`npm run serve` is stopped, and this is done by its functions: start it, then try again.');
  };
  return {
    dynamodb,
    sqs,
    running: data.running,
    timeZone: data.outputs.TimeZone,
    output(name) {
      // The template knows an address in AWS alone.
      if (name === 'WebhookUrl') return new URL(new URL(output(name)).pathname, data.httpUrl).href;
      return presentUrl(output(name), Object.values(data.queues));
    },
    optionalOutput(name) {
      const found = data.outputs[name];
      return found === undefined ? undefined : presentUrl(found, Object.values(data.queues));
    },
    async storeSecret() {
      const secret = data.secrets[output('StoreSecretArn')];
      if (secret !== undefined) return secret;
      throw new CliError(
        `There is no secrets.json in ${dataDir}, which the run there had made: start \`npm run serve\`.`,
      );
    },
    compact: data.compact,
    invokeSweep: async (request) => invokeFunction(functionsConfig(), output('SweepFunction'), request),
    invokeLake: async (request) =>
      invokeFunction({ ...functionsConfig(), ...longPatience }, output('LakeFunction'), request),
    async close() {
      dynamodb.destroy();
      sqs.destroy();
      await data.close();
    },
  };
}

async function openAws({ stack, capturesTable, region }: Extract<Source, { kind: 'aws' }>): Promise<Stack> {
  const config = region === undefined ? {} : { region };
  const outputs: Readonly<Record<string, string>> =
    capturesTable === undefined ? await readStackOutputs(stack, config) : { CapturesTable: capturesTable };
  const output = (name: string): string => outputs[name] ?? unknownOutput(name);
  const dynamodb = createDynamoClient(config, commandBounds);
  const sqs = createQueueClient(config, commandBounds);
  return {
    dynamodb,
    sqs,
    running: true,
    timeZone: outputs.TimeZone,
    output,
    optionalOutput: (name) => outputs[name],
    storeSecret: () => readFromAws(output('StoreSecretArn'), region),
    invokeSweep: (request) => invokeFunction(config, output('SweepFunction'), request),
    compact: async () => {},
    invokeLake: (request) => invokeFunction({ ...config, ...longPatience }, output('LakeFunction'), request),
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

const isMissingPackage = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';

const hasNoData = (error: unknown): boolean =>
  error instanceof Error && error.cause instanceof Error && 'code' in error.cause && error.cause.code === 'ENOENT';

/**
 * The outputs of a stage's stack, by name.
 * @throws {CliError} when it is not deployed, or when the client of CloudFormation is not installed
 */
export async function readStackOutputs(
  StackName: string,
  config: { readonly region?: string },
  load = () => import('@aws-sdk/client-cloudformation'),
): Promise<Record<string, string>> {
  const { CloudFormationClient, DescribeStacksCommand } = await load().catch(() => {
    throw new CliError(
      `Finding the table of ${StackName} takes the package @aws-sdk/client-cloudformation: install it, or name the table with --table.`,
    );
  });
  const client = new CloudFormationClient({ requestHandler: requestHandlerWithin(commandBounds), ...config });
  try {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName }));
    const outputs = Stacks?.[0]?.Outputs ?? [];
    return Object.fromEntries(outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]));
  } catch (error) {
    if (!(error instanceof Error && /does not exist/.test(error.message))) throw error;
    throw new CliError(
      `There is no stack ${StackName} in this account and region: check --stage, or --stack, and --region.`,
    );
  } finally {
    client.destroy();
  }
}

const functionError = z.object({ errorType: z.string(), errorMessage: z.string() });

/** A function runs for two minutes at most. Asked again, it would run again. */
const patience = { maxAttempts: 1, ...requestsWithin(150_000) };
/** The lake's for a quarter of an hour. */
const longPatience = requestsWithin(930_000);

function requestsWithin(attemptMs: number) {
  return { requestHandler: requestHandlerWithin({ ...commandBounds, attemptMs }) };
}

/**
 * Invokes a function of Lambda and waits for its answer.
 * @throws {CliError} what the function threw
 */
async function invokeFunction(config: LambdaClientConfig, functionName: string, payload: object): Promise<unknown> {
  // Loaded here alone: most commands have no use for it.
  const { InvokeCommand, LambdaClient } = await import('@aws-sdk/client-lambda');
  const client = new LambdaClient({ ...patience, ...config });
  try {
    const answer = await client.send(
      new InvokeCommand({ FunctionName: functionName, Payload: Buffer.from(JSON.stringify(payload)) }),
    );
    const result: unknown = JSON.parse(Buffer.from(answer.Payload ?? []).toString() || 'null');
    if (answer.FunctionError === undefined) return result;
    const error = functionError.safeParse(result);
    throw new CliError(error.success ? `The function failed: ${error.data.errorMessage}` : 'The function failed.');
  } catch (error) {
    const sentence = error instanceof Error ? invocationSentences[error.name] : undefined;
    throw sentence === undefined ? error : new CliError(sentence);
  } finally {
    client.destroy();
  }
}

const invocationSentences: Readonly<Record<string, string>> = {
  AccessDeniedException: 'AWS does not allow it: use credentials that may invoke the function (lambda:InvokeFunction).',
  ResourceNotFoundException: 'There is no such function: check --stage and --region, or deploy the stage anew.',
};
