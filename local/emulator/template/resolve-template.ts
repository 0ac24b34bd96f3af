import { TemplateError } from '../errors.ts';
import type { Template } from './read-assembly.ts';
import { isRecord, type JsonRecord, readValue } from './read-value.ts';
import { createResolver } from './resolve-intrinsics.ts';
import { type Endpoints, parameterDefault, physicalName, pseudoParameter, referencesOf } from './resource-names.ts';
import { checkSupport } from './resource-support.ts';

export type ResolvedResource = {
  readonly logicalId: string;
  readonly type: string;
  /** Its name on this machine. */
  readonly name: string;
  /** What `Ref` to it gives. */
  readonly ref: string;
  /** Its ARN, or what `Ref` gives when it has none. */
  readonly arn: string;
  readonly properties: JsonRecord;
};

/** A template with every reference worked out: each resource that is wanted, by its logical id. */
export type ResolvedTemplate = {
  readonly stackName: string;
  readonly resources: readonly ResolvedResource[];
  readonly outputs: Readonly<Record<string, string>>;
};

/** Resources of some types, in the template's order. */
export const resourcesOf = (
  { resources }: ResolvedTemplate,
  ...types: readonly string[]
): readonly ResolvedResource[] => resources.filter(({ type }) => types.includes(type));

/**
 * Works out a template for this machine.
 * @throws {TemplateError} for what is not supported, see `checkSupport` and `createResolver`
 */
export function resolveTemplate(stackName: string, template: Template, endpoints: Endpoints): ResolvedTemplate {
  const references = new Map(
    Object.entries(template.resources).map(([logicalId, resource]) => {
      const name = physicalName(stackName, logicalId, resource);
      return [logicalId, { name, ...referencesOf({ logicalId, type: resource.Type, name }, endpoints) }];
    }),
  );
  const { resolve, holds } = createResolver({
    ref: (name) =>
      pseudoParameter(name, stackName) ??
      references.get(name)?.ref ??
      (name in template.parameters ? parameterDefault(name, template.parameters[name]) : undefined),
    getAtt(logicalId, attribute) {
      const value = references.get(logicalId)?.attributes[attribute];
      if (value === undefined) throw new TemplateError(`Fn::GetAtt ${logicalId}.${attribute}: no such attribute`);
      return value;
    },
    mappings: template.mappings,
    conditions: template.conditions,
  });

  const resources = Object.entries(template.resources)
    .filter(([, { Condition }]) => Condition === undefined || holds(Condition))
    .map(([logicalId, resource]): ResolvedResource => {
      checkSupport(logicalId, resource);
      const { name, ref, attributes } = found(references.get(logicalId), logicalId);
      const properties = readValue.record(resolve(resource.Properties), logicalId);
      return { logicalId, type: resource.Type, name, ref, arn: attributes.Arn ?? ref, properties };
    });
  const outputs = Object.entries(template.outputs).flatMap(([id, output]): [string, string][] => {
    if (!isRecord(output)) return [];
    const { Condition, Value } = output;
    return typeof Condition === 'string' && !holds(Condition)
      ? []
      : [[id, readValue.text(resolve(Value), `Outputs.${id}`)]];
  });
  return { stackName, resources, outputs: Object.fromEntries(outputs) };
}

function found<Value>(value: Value | undefined, logicalId: string): Value {
  if (value === undefined) throw new TemplateError(`No resource is named ${logicalId}`);
  return value;
}
