import { createPropertyReader, readValue } from '../template/read-value.ts';
import { type ResolvedResource, type ResolvedTemplate, resourcesOf } from '../template/resolve-template.ts';
import { TemplateError } from '../template/template-error.ts';
import { managedPolicies } from './managed-policies.ts';
import { decodeStatements, type Statement } from './statement.ts';

/** A role of the template and all that is attached to it. */
export type RolePolicies = {
  readonly logicalId: string;
  readonly name: string;
  readonly arn: string;
  readonly statements: readonly Statement[];
  /** ARNs of policies whose contents are not known here: they grant nothing. */
  readonly unknownPolicies: readonly string[];
};

/** @throws {TemplateError} for a permissions boundary, and for what {@link decodeStatements} does not take */
export const rolePolicies = (template: ResolvedTemplate): readonly RolePolicies[] =>
  resourcesOf(template, 'AWS::IAM::Role').map((role) => {
    const { logicalId, name, arn, properties } = role;
    const { optional } = createPropertyReader(properties, logicalId);
    if (optional('PermissionsBoundary', 'text') !== undefined) {
      throw new TemplateError(`${logicalId}: the embedded run knows no permissions boundary`);
    }
    const inline = (optional('Policies', 'list') ?? []).map((policy, index) => {
      const path = `${logicalId}.Policies[${index}]`;
      return decodeStatements(readValue.record(policy, path).PolicyDocument, path);
    });
    const named = (optional('ManagedPolicyArns', 'list') ?? []).map((policy) => readValue.text(policy, logicalId));
    const attached = attachedPolicies(template, role, named).map((policy) =>
      decodeStatements(policy.properties.PolicyDocument, `${policy.logicalId}.PolicyDocument`),
    );
    const own = new Set(resourcesOf(template, 'AWS::IAM::ManagedPolicy').flatMap(({ ref, arn }) => [ref, arn]));
    const ofAws = named.filter((policy) => !own.has(policy));
    const known = ofAws.map((policy) => managedPolicies[policy]).filter((document) => document !== undefined);
    return {
      logicalId,
      name,
      arn,
      statements: [...inline, ...attached, ...known.map((document) => decodeStatements(document, 'AWS'))].flat(),
      unknownPolicies: ofAws.filter((policy) => managedPolicies[policy] === undefined),
    };
  });

/** The template's policies that name the role, or that the role names. */
const attachedPolicies = (template: ResolvedTemplate, role: ResolvedResource, named: readonly string[]) =>
  resourcesOf(template, 'AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::RolePolicy').filter(
    ({ type, logicalId, ref, arn, properties }) => {
      const { optional } = createPropertyReader(properties, logicalId);
      const roles = optional('Roles', 'list') ?? [optional('RoleName', 'text')];
      const isNamed = type === 'AWS::IAM::ManagedPolicy' && [ref, arn].some((id) => named.includes(id));
      return roles.includes(role.ref) || isNamed;
    },
  );
