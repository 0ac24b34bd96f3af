import { type JsonRecord, readValue } from '../../../local/emulator/template/read-value.ts';
import { type Dataset, datasets } from '../../../shared/domain/dataset.ts';
import {
  type Change,
  changes,
  grantsIn,
  resourcesIn,
  withoutGrant,
  withoutProperty,
  withoutResource,
  withProperty,
} from './template-changes.ts';

/** One wire of the template cut. */
export type Mutant = {
  readonly name: string;
  /** Whose work must fail: the webhook's, the sweep's, or a dataset's alone. */
  readonly victim: Dataset | 'webhook' | 'sweep';
  readonly change: Change;
};

/** Actions that Lambda alone performs, for what this machine does not have. */
const notOnThisMachine = /^(logs|xray):/;

const propertyPaths: Readonly<Record<string, readonly string[]>> = {
  'AWS::Lambda::EventSourceMapping': ['FunctionResponseTypes'],
  'AWS::SQS::Queue': ['RedrivePolicy'],
};
const wholeResources = ['AWS::Lambda::EventSourceMapping', 'AWS::ApiGatewayV2::Route', 'AWS::Lambda::Permission'];

/** Where a stage of 0.1.0 has what calls need, beside the secret tokens: nothing here is that old. */
const ofOlderStage = /ZoomAccount\w*Secret/;

/** Every grant of a role taken away, one by one. */
export const grantMutants = (template: JsonRecord): readonly Mutant[] =>
  ofType(template, 'AWS::IAM::Policy').flatMap(([id, policy]) =>
    grantsIn(policy)
      .filter(({ action }) => !notOnThisMachine.test(action))
      .filter(({ resource }) => victimOf(id) === 'webhook' || !ofOlderStage.test(JSON.stringify(resource)))
      .map((grant) => ({
        name: `${id}: no ${grant.action} on ${JSON.stringify(grant.resource)}`,
        victim: victimOf(id),
        change: withoutGrant(id, grant),
      })),
  );

/** Every other wire cut: route, permission to invoke, event source mapping, partial failures, dead-letter queue. */
export const wireMutants = (template: JsonRecord): readonly Mutant[] => [
  ...wholeResources.flatMap((type) =>
    ofType(template, type).map(([id]) => ({
      name: `${id}: not there`,
      victim: victimOf(id),
      change: withoutResource(id),
    })),
  ),
  ...Object.entries(propertyPaths).flatMap(([type, names]) =>
    ofType(template, type).flatMap(([id, { Properties }]) =>
      names
        .filter((name) => name in readValue.record(Properties, id))
        .map((name) => ({ name: `${id}: no ${name}`, victim: victimOf(id), change: withoutProperty(id, name) })),
    ),
  ),
];

/** The variables of each function, by its logical id. */
export const variablesIn = (template: JsonRecord): ReadonlyMap<string, readonly string[]> =>
  new Map(
    ofType(template, 'AWS::Lambda::Function').map(([id, { Properties }]) => {
      const { Environment = {} } = readValue.record(Properties, id);
      const { Variables = {} } = readValue.record(Environment, id);
      // The extension's own, which have defaults.
      const names = Object.keys(readValue.record(Variables, id)).filter(
        (name) => !/^(PARAMETERS_SECRETS_EXTENSION|SECRETS_MANAGER|SSM_PARAMETER_STORE)_|^NODE_OPTIONS$/.test(name),
      );
      return [id, names];
    }),
  );

export const withoutVariable = (functionId: string, name: string): Change =>
  withoutProperty(functionId, 'Environment', 'Variables', name);

/**
 * One instance of each function that works for a queue, instead of up to ten: less to start, and so quicker, where much
 * is started.
 */
export const oneInstanceEach = (template: JsonRecord): Change =>
  changes(
    ...ofType(template, 'AWS::Lambda::Function')
      .filter(([id]) => victimOf(id) !== 'webhook')
      .map(([id]) => withProperty(id, 'ReservedConcurrentExecutions', 1)),
  );

const ofType = (template: JsonRecord, type: string) => resourcesIn(template).filter(([, { Type }]) => Type === type);

/** @throws for a resource that is nobody's yet: whoever adds one says here whose work it is part of */
function victimOf(logicalId: string): Mutant['victim'] {
  const victims = [...datasets, 'webhook', 'sweep'] as const;
  const victim = victims.find((name) => logicalId.toLowerCase().startsWith(name));
  if (victim === undefined) throw new Error(`Nobody is known to work less without ${logicalId}.`);
  return victim;
}

/**
 * Mutants that can be judged in one run: two of different datasets, beside a dataset that nothing was cut from. Those of
 * the webhook and of the sweep stay alone: their work is for all datasets.
 */
export function groupsOf(mutants: readonly Mutant[]): readonly (readonly Mutant[])[] {
  const alone = mutants.filter(({ victim }) => victim === 'webhook' || victim === 'sweep');
  const left = datasets.map((dataset) => mutants.filter(({ victim }) => victim === dataset));
  const pairs: Mutant[][] = [];
  for (;;) {
    left.sort((one, other) => other.length - one.length);
    const pair = left.slice(0, 2).flatMap((list) => list.shift() ?? []);
    if (pair.length === 0) return [...alone.map((mutant) => [mutant]), ...pairs];
    pairs.push(pair);
  }
}
