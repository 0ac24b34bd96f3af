import type { TemplateResource } from './read-assembly.ts';
import { supportedProperties } from './supported-properties.ts';
import { TemplateError } from './template-error.ts';

/**
 * Types that nothing is run for: who may do what, which `permissions/` holds every call against; what is logged,
 * watched and told to people, and how things are encrypted at rest, which changes nothing for a program on one machine.
 */
const ignoredTypes = [
  /^AWS::IAM::/,
  /^AWS::Logs::/,
  /^AWS::CloudWatch::/,
  /^AWS::KMS::/,
  /^AWS::SNS::/,
  /^AWS::Synthetics::/,
  /^AWS::CDK::Metadata$/,
  /^AWS::SQS::QueuePolicy$/,
  /^AWS::Lambda::LayerVersion$/,
  /^AWS::SecretsManager::ResourcePolicy$/,
  /^Custom::LogRetention$/,
];

/**
 * Holds a resource against what is supported.
 * @throws {TemplateError} naming a type or property that is not: running without it would not be what AWS runs
 */
export function checkSupport(logicalId: string, { Type, Properties }: TemplateResource): void {
  if (ignoredTypes.some((type) => type.test(Type))) return;
  const support = supportedProperties[Type];
  if (support === undefined) throw new TemplateError(`${logicalId}: the embedded run knows no ${Type}`);
  for (const name of Object.keys(Properties)) {
    if (support.used.includes(name) || support.ignored.includes(name)) continue;
    throw new TemplateError(`${logicalId}: the embedded run knows no property ${name} of ${Type}`);
  }
}
