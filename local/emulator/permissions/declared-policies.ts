import { TemplateError } from '../errors.ts';
import { createPropertyReader, readValue } from '../template/read-value.ts';
import { type ResolvedResource, type ResolvedTemplate, resourcesOf } from '../template/resolve-template.ts';
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

/** The statements of the policies that queues, secrets and tables of the template have themselves. */
export function resourcePolicies(template: ResolvedTemplate): readonly Statement[] {
  const ofQueues = resourcesOf(template, 'AWS::SQS::QueuePolicy').flatMap(({ logicalId, properties }) => {
    const urls = createPropertyReader(properties, logicalId).required('Queues', 'list');
    const queues = resourcesOf(template, 'AWS::SQS::Queue').filter(({ ref }) => urls.includes(ref));
    return queues.flatMap(({ arn }) => limitToResource(arn, properties.PolicyDocument, logicalId));
  });
  const ofSecrets = resourcesOf(template, 'AWS::SecretsManager::ResourcePolicy').flatMap(({ logicalId, properties }) =>
    limitToResource(readValue.text(properties.SecretId, logicalId), properties.ResourcePolicy, logicalId),
  );
  const ofTables = resourcesOf(template, 'AWS::DynamoDB::Table').flatMap(({ logicalId, arn, properties }) => {
    const policy = createPropertyReader(properties, logicalId).optional('ResourcePolicy', 'record');
    return policy ? limitToResource(arn, policy.PolicyDocument, logicalId) : [];
  });
  return [...ofQueues, ...ofSecrets, ...ofTables];
}

/** A resource's policy is about that resource alone, also where it says `*`. */
const limitToResource = (arn: string, document: unknown, logicalId: string): readonly Statement[] =>
  decodeStatements(document, `${logicalId}.PolicyDocument`).map((statement) =>
    statement.resources.patterns.includes('*')
      ? { ...statement, resources: { except: false, patterns: [arn, `${arn}/*`] } }
      : statement,
  );

const allow = (...actions: readonly string[]) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
});
const logs = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];
const arnOf = (name: string) => `arn:aws:iam::aws:policy/service-role/${name}`;

/**
 * The contents of AWS's own policies that functions are usually given, by ARN.
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSLambdaSQSQueueExecutionRole.html
 */
const managedPolicies: Readonly<Record<string, object>> = {
  [arnOf('AWSLambdaBasicExecutionRole')]: allow(...logs),
  [arnOf('AWSLambdaSQSQueueExecutionRole')]: allow(
    'sqs:ReceiveMessage',
    'sqs:DeleteMessage',
    'sqs:GetQueueAttributes',
    ...logs,
  ),
};
