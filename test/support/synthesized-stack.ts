import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { defineStage, type StageInput } from '../../infra/settings/stage-config.ts';
import { synthesize } from '../../infra/synthesize.ts';

const stage: StageInput = {
  stage: 'test',
  accounts: [
    { name: 'main', plan: 'business' },
    { name: 'school-eu', plan: 'pro' },
  ],
  retentionDays: 0,
  removal: 'retain',
};

/** By the settings that were changed: the files of a suite ask for the same ones. */
const known = new Map<string, ReturnType<typeof synthesizeFor>>();

/** The template of a stage with two Zoom accounts, whose settings a test may change. Leaves no file behind. */
export function synthesizedStack(changes: Partial<StageInput> = {}) {
  const key = JSON.stringify(changes);
  const stack = known.get(key) ?? synthesizeFor(changes);
  known.set(key, stack);
  return stack;
}

function synthesizeFor(changes: Partial<StageInput>) {
  const outdir = mkdtempSync(join(tmpdir(), 'synthesized-stack-'));
  try {
    const { assemblyDir, stackName } = synthesize({ config: defineStage({ ...stage, ...changes }), outdir });
    const text = readFileSync(join(assemblyDir, `${stackName}.template.json`), 'utf8');
    return { text, stackName, template: Template.fromJSON(JSON.parse(text)) };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** The properties of all resources of a type, by logical id. */
export const propertiesOf = (template: Template, type: string) =>
  Object.entries(template.findResources(type)).map(([id, resource]) => ({ id, ...resource.Properties }));

/** A logical id without the hash at its end. */
export const nameOf = (logicalId: string) => logicalId.slice(0, -8);
