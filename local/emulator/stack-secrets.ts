import { randomBytes } from 'node:crypto';
import type { StoredSecret } from './engines/secrets-extension.ts';
import { readKeptSecrets, writeKeptSecrets } from './kept-secrets.ts';
import { type ResolvedTemplate, resourcesOf } from './template/resolve-template.ts';

export type SecretOptions = {
  /**
   * The value of each secret, by logical id and place among the template's secrets, from 0. Undefined: one that is generated
   * once, as the template asks, and kept in the data folder.
   */
  readonly secretValues: (logicalId: string, index: number) => string | undefined;
  /** Where what was generated is kept; in memory alone when absent. */
  readonly dataDir?: string;
};

/**
 * The template's secrets: with values of ours where what a template says of them is a placeholder, else with what was
 * generated when the data folder was new.
 */
export async function stackSecrets(
  template: ResolvedTemplate,
  { secretValues, dataDir }: SecretOptions,
): Promise<readonly StoredSecret[]> {
  const kept = dataDir === undefined ? {} : await readKeptSecrets(dataDir);
  const generated: Record<string, string> = {};
  const secrets = resourcesOf(template, 'AWS::SecretsManager::Secret').map(({ logicalId, name, ref }, index) => {
    const given = secretValues(logicalId, index);
    if (given !== undefined) return { arn: ref, name, value: given };
    const value = kept[ref] ?? randomBytes(32).toString('hex');
    generated[ref] = value;
    return { arn: ref, name, value };
  });
  if (dataDir !== undefined) await writeKeptSecrets(dataDir, { ...kept, ...generated });
  return secrets;
}
