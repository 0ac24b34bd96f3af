import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { TemplateError } from '../errors.ts';
import { isRecord, type JsonRecord, readValue } from './read-value.ts';

export type TemplateResource = {
  readonly Type: string;
  readonly Properties: JsonRecord;
  readonly Condition?: string | undefined;
};

export type Template = {
  readonly resources: Readonly<Record<string, TemplateResource>>;
  readonly parameters: JsonRecord;
  readonly mappings: JsonRecord;
  readonly conditions: JsonRecord;
  readonly outputs: JsonRecord;
};

export type Assembly = {
  readonly stackName: string;
  readonly template: Template;
  /** Folder or file of an asset, by the key of the object it would be in S3. */
  readonly assetPaths: ReadonlyMap<string, string>;
};

/**
 * Reads a stack of a CDK cloud assembly (the folder that `cdk synth` writes).
 * @param wantedStack may be left out when there is only one
 */
export async function readAssembly(assemblyDir: string, wantedStack?: string): Promise<Assembly> {
  const manifest = readValue.record(await readJson(join(assemblyDir, 'manifest.json')), 'manifest.json');
  const artifacts = Object.entries(readValue.record(manifest.artifacts, 'manifest.json artifacts')).map(
    ([id, artifact]) => ({ id, ...decodeArtifact(artifact, `manifest.json ${id}`) }),
  );
  const stacks = artifacts
    .filter(({ type }) => type === 'aws:cloudformation:stack')
    .map(({ id, properties }) => ({
      stackName: readValue.text(properties.stackName ?? id, `manifest.json ${id} stackName`),
      templateFile: readValue.text(properties.templateFile, `manifest.json ${id} templateFile`),
    }));
  const candidates = stacks.filter(({ stackName }) => wantedStack === undefined || stackName === wantedStack);
  const [stack] = candidates;
  if (stack === undefined || candidates.length > 1) {
    const names = stacks.map(({ stackName }) => stackName).join(', ');
    throw new TemplateError(
      `${assemblyDir}: name one of its stacks (${names || 'none'}), not ${wantedStack ?? 'none'}`,
    );
  }
  const assetFiles = artifacts
    .filter(({ type }) => type === 'cdk:asset-manifest')
    .map(({ properties, id }) => readValue.text(properties.file, `manifest.json ${id} file`));
  return {
    stackName: stack.stackName,
    template: decodeTemplate(await readJson(join(assemblyDir, stack.templateFile))),
    assetPaths: new Map((await Promise.all(assetFiles.map((file) => readAssets(assemblyDir, file)))).flat()),
  };
}

/** Gives a parsed CloudFormation template its form. */
export function decodeTemplate(value: unknown): Template {
  const template = readValue.record(value, 'The template');
  const section = (name: string) => readValue.record(template[name] ?? {}, name);
  const resources = Object.entries(section('Resources')).map(([id, resource]) => {
    const { Type, Properties, Condition } = readValue.record(resource, id);
    const decoded: TemplateResource = {
      Type: readValue.text(Type, `${id} Type`),
      Properties: readValue.record(Properties ?? {}, `${id} Properties`),
      Condition: Condition === undefined ? undefined : readValue.text(Condition, `${id} Condition`),
    };
    return [id, decoded] as const;
  });
  return {
    resources: Object.fromEntries(resources),
    parameters: section('Parameters'),
    mappings: section('Mappings'),
    conditions: section('Conditions'),
    outputs: section('Outputs'),
  };
}

async function readAssets(assemblyDir: string, file: string): Promise<[string, string][]> {
  const manifest = readValue.record(await readJson(join(assemblyDir, file)), file);
  return Object.entries(readValue.record(manifest.files ?? {}, `${file} files`)).flatMap(([id, asset]) => {
    const { source, destinations } = readValue.record(asset, `${file} ${id}`);
    const path = readValue.text(readValue.record(source, `${file} ${id} source`).path, `${file} ${id} source.path`);
    return Object.values(readValue.record(destinations, `${file} ${id} destinations`)).flatMap(
      (destination): [string, string][] =>
        isRecord(destination) && typeof destination.objectKey === 'string'
          ? [[destination.objectKey, resolve(assemblyDir, path)]]
          : [],
    );
  });
}

function decodeArtifact(value: unknown, path: string): { type: string; properties: JsonRecord } {
  const artifact = readValue.record(value, path);
  return {
    type: readValue.text(artifact.type, `${path} type`),
    properties: readValue.record(artifact.properties ?? {}, `${path} properties`),
  };
}

async function readJson(file: string): Promise<unknown> {
  return JSON.parse(await readFile(file, 'utf8'));
}
