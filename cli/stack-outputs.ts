import { requestHandlerWithin } from '../shared/runtime/bounded-client.ts';
import { CliError } from './cli-error.ts';
import { commandBounds } from './command-bounds.ts';

const packageName = '@aws-sdk/client-cloudformation';

/** As much of the package as is used. */
type CloudFormation = {
  readonly CloudFormationClient: new (config: {
    readonly region?: string;
    readonly requestHandler: ReturnType<typeof requestHandlerWithin>;
  }) => { send(command: object): Promise<unknown>; destroy(): void };
  readonly DescribeStacksCommand: new (input: { readonly StackName: string }) => object;
};

/**
 * The outputs of a stage's stack, by name.
 * @throws {CliError} when the stage is not deployed, or when the client of CloudFormation is not installed
 */
export async function readStackOutputs(
  stage: string,
  region: string | undefined,
  load: (name: string) => Promise<unknown> = (name) => import(name),
): Promise<Record<string, string>> {
  const module = await load(packageName).catch(() => undefined);
  if (!isCloudFormation(module)) {
    throw new CliError(
      `Finding the table of stage ${stage} takes the package ${packageName}: install it, or name the table with --table.`,
    );
  }
  const { CloudFormationClient, DescribeStacksCommand } = module;
  const client = new CloudFormationClient({
    requestHandler: requestHandlerWithin(commandBounds),
    ...(region !== undefined && { region }),
  });
  const StackName = `ZoomCapture-${stage}`;
  try {
    return outputsOf(await client.send(new DescribeStacksCommand({ StackName })));
  } catch (error) {
    if (!(error instanceof Error && /does not exist/.test(error.message))) throw error;
    throw new CliError(`There is no stack ${StackName} in this account and region: check --stage and --region.`);
  } finally {
    client.destroy();
  }
}

const isCloudFormation = (module: unknown): module is CloudFormation =>
  typeof module === 'object' &&
  module !== null &&
  'CloudFormationClient' in module &&
  'DescribeStacksCommand' in module;

/** Reads the answer of DescribeStacks. */
function outputsOf(answer: unknown): Record<string, string> {
  const [stack] = list(field(answer, 'Stacks'));
  const outputs = list(field(stack, 'Outputs')).map((output) => {
    return [String(field(output, 'OutputKey')), String(field(output, 'OutputValue'))] as const;
  });
  return Object.fromEntries(outputs);
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
