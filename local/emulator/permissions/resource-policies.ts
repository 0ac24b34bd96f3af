import { createPropertyReader, readValue } from '../template/read-value.ts';
import { type ResolvedTemplate, resourcesOf } from '../template/resolve-template.ts';
import { decodeStatements, type Statement } from './statement.ts';

/** The statements of the policies that queues, secrets and tables of the template have themselves. */
export function resourcePolicies(template: ResolvedTemplate): readonly Statement[] {
  const ofQueues = resourcesOf(template, 'AWS::SQS::QueuePolicy').flatMap(({ logicalId, properties }) => {
    const urls = createPropertyReader(properties, logicalId).required('Queues', 'list');
    const queues = resourcesOf(template, 'AWS::SQS::Queue').filter(({ ref }) => urls.includes(ref));
    return queues.flatMap(({ arn }) => ofResource(arn, properties.PolicyDocument, logicalId));
  });
  const ofSecrets = resourcesOf(template, 'AWS::SecretsManager::ResourcePolicy').flatMap(({ logicalId, properties }) =>
    ofResource(readValue.text(properties.SecretId, logicalId), properties.ResourcePolicy, logicalId),
  );
  const ofTables = resourcesOf(template, 'AWS::DynamoDB::Table').flatMap(({ logicalId, arn, properties }) => {
    const policy = createPropertyReader(properties, logicalId).optional('ResourcePolicy', 'record');
    return policy ? ofResource(arn, policy.PolicyDocument, logicalId) : [];
  });
  return [...ofQueues, ...ofSecrets, ...ofTables];
}

/** A resource's policy is about that resource alone, also where it says `*`. */
const ofResource = (arn: string, document: unknown, logicalId: string): readonly Statement[] =>
  decodeStatements(document, `${logicalId}.PolicyDocument`).map((statement) =>
    statement.resources.patterns.includes('*')
      ? { ...statement, resources: { except: false, patterns: [arn, `${arn}/*`] } }
      : statement,
  );
