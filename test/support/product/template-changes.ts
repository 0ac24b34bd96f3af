import { isRecord, type JsonRecord, readValue } from '../../../local/emulator/template/read-value.ts';

/** A template as parsed, changed into another; what is not changed is shared. */
export type Change = (template: JsonRecord) => JsonRecord;

export const changes =
  (...all: readonly Change[]): Change =>
  (template) =>
    all.reduce((changed, change) => change(changed), template);

export const resourcesIn = (template: JsonRecord): readonly (readonly [string, JsonRecord])[] =>
  Object.entries(readValue.record(template.Resources, 'Resources')).map(([id, value]) => [
    id,
    readValue.record(value, id),
  ]);

export const withoutResource = (logicalId: string): Change => without('Resources', logicalId);

/** Takes away a property, or what a path of names leads to below it. */
export const withoutProperty = (logicalId: string, ...path: readonly string[]): Change =>
  without('Resources', logicalId, 'Properties', ...path);

export const withProperty = (logicalId: string, name: string, value: unknown): Change =>
  replace(['Resources', logicalId, 'Properties', name], () => value);

const without = (...path: readonly string[]): Change =>
  replace(path.slice(0, -1), (parent) => {
    const { [path.at(-1) ?? '']: taken, ...rest } = readValue.record(parent, path.join('.'));
    if (taken === undefined) throw new Error(`There is no ${path.join('.')} to take away.`);
    return rest;
  });

/** Takes one action on one resource away from a policy, and leaves it all the others. */
export const withoutGrant = (policyId: string, { action, resource }: PolicyGrant): Change =>
  replace(['Resources', policyId, 'Properties', 'PolicyDocument', 'Statement'], (statements) =>
    readValue.list(statements, policyId).flatMap((value): JsonRecord[] => {
      const statement = readValue.record(value, policyId);
      const { actions, resources } = partsOf(statement);
      if (!actions.includes(action) || !resources.some((one) => isSame(one, resource))) return [statement];
      const others = actions.filter((one) => one !== action);
      const elsewhere = resources.filter((one) => !isSame(one, resource));
      return [
        ...(others.length > 0 ? [{ ...statement, Action: others }] : []),
        ...(elsewhere.length > 0 ? [{ ...statement, Action: action, Resource: elsewhere }] : []),
      ];
    }),
  );

/** Allows one more action on a table, in the policy of the matching id. */
export const withGrant =
  ({ policy, action, table }: { readonly policy: RegExp; readonly action: string; readonly table: RegExp }): Change =>
  (template) => {
    const ids = resourcesIn(template).map(([id]) => id);
    const [policyId, tableId] = [
      ids.find((id) => policy.test(id) && /Policy/.test(id)),
      ids.find((id) => table.test(id)),
    ];
    if (policyId === undefined || tableId === undefined) throw new Error(`There is no ${policy}, or no ${table}.`);
    const statement = { Effect: 'Allow', Action: action, Resource: { 'Fn::GetAtt': [tableId, 'Arn'] } };
    const path = ['Resources', policyId, 'Properties', 'PolicyDocument', 'Statement'];
    return replace(path, (statements) => [...readValue.list(statements, policyId), statement])(template);
  };

/** What a policy of a role allows: each action on each resource. */
export type PolicyGrant = { readonly action: string; readonly resource: unknown };

export function grantsIn(policy: JsonRecord): readonly PolicyGrant[] {
  const { PolicyDocument } = readValue.record(policy.Properties, 'Properties');
  const { Statement } = readValue.record(PolicyDocument, 'PolicyDocument');
  const pairs = readValue.list(Statement, 'Statement').flatMap((statement) => {
    const { actions, resources } = partsOf(readValue.record(statement, 'Statement'));
    return actions.flatMap((action) => resources.map((resource) => ({ action, resource })));
  });
  return pairs.filter(
    (pair, index) =>
      index === pairs.findIndex((one) => one.action === pair.action && isSame(one.resource, pair.resource)),
  );
}

const partsOf = ({ Action, Resource }: JsonRecord) => ({
  actions: asList(Action).map((action) => readValue.text(action, 'Action')),
  resources: asList(Resource),
});
const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);
const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

function replace([name, ...rest]: readonly string[], change: (value: unknown) => unknown): Change {
  return (parent) => {
    if (name === undefined) return readValue.record(change(parent), 'template');
    const child = parent[name];
    const changed = rest.length === 0 ? change(child) : replace(rest, change)(isRecord(child) ? child : {});
    return { ...parent, [name]: changed };
  };
}
