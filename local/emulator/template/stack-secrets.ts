import type { StoredSecret } from '../engines/secrets-extension.ts';
import { type ResolvedTemplate, resourcesOf } from './resolve-template.ts';

/**
 * The template's secrets with values of ours: what a template says of a value is a placeholder.
 * @param secretValue gets the logical id and the place among the template's secrets, from 0
 */
export const stackSecrets = (
  template: ResolvedTemplate,
  secretValue: (logicalId: string, index: number) => string,
): readonly StoredSecret[] =>
  resourcesOf(template, 'AWS::SecretsManager::Secret').map(({ logicalId, name, ref }, index) => ({
    arn: ref,
    name,
    value: secretValue(logicalId, index),
  }));
