import { chmod, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readKeptSecrets } from '../../../local/emulator/kept-secrets.ts';
import { stackSecrets } from '../../../local/emulator/stack-secrets.ts';
import { resolveTemplate } from '../../../local/emulator/template/resolve-template.ts';

const secret = { Type: 'AWS::SecretsManager::Secret', Properties: { GenerateSecretString: {} } };
const template = resolveTemplate(
  'Stack',
  { resources: { Given: secret, Generated: secret }, parameters: {}, mappings: {}, conditions: {}, outputs: {} },
  { queueUrl: (name) => name, httpUrl: 'http://127.0.0.1' },
);
const secretValues = (logicalId: string) => (logicalId === 'Given' ? 'by an operator' : undefined);

test('a secret that the template generates is the same after each start on the same data, and its owner alone can read it', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'secrets-'));
  try {
    const [given, generated] = await stackSecrets(template, { secretValues, dataDir });
    expect(given?.value).toBe('by an operator');
    expect(generated?.value).toMatch(/^[0-9a-f]{64}$/);
    expect(await stackSecrets(template, { secretValues, dataDir })).toEqual([given, generated]);
    expect(await readKeptSecrets(dataDir)).toEqual({ [generated?.arn ?? '']: generated?.value });
    expect(await readdir(dataDir)).toEqual(['secrets.json']);
    expect(((await stat(join(dataDir, 'secrets.json'))).mode & 0o777).toString(8)).toBe('600');
    await chmod(join(dataDir, 'secrets.json'), 0o644);
    await stackSecrets(template, { secretValues, dataDir });
    expect(((await stat(join(dataDir, 'secrets.json'))).mode & 0o777).toString(8)).toBe('600');
  } finally {
    await rm(dataDir, { recursive: true });
  }
});

test('a secret that the template generates is another one in each run in memory', async () => {
  const runs = await Promise.all([1, 2].map(() => stackSecrets(template, { secretValues })));
  const [one, other] = runs.map((secrets) => secrets[1]?.value);
  expect(one).not.toBe(other);
});
