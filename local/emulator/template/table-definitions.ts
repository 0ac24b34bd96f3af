import type { IndexDefinition, TableDefinition } from '../engines/table-keeper.ts';
import { createPropertyReader, type JsonRecord, readValue } from './read-value.ts';
import { type ResolvedResource, type ResolvedTemplate, resourcesOf } from './resolve-template.ts';
import { TemplateError } from './template-error.ts';

export type DeclaredTable = {
  readonly logicalId: string;
  readonly definition: TableDefinition;
  /** Attribute whose epoch seconds tell when an item ends. */
  readonly timeToLiveAttribute: string | undefined;
};

export const declaredTables = (template: ResolvedTemplate): readonly DeclaredTable[] =>
  resourcesOf(template, 'AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable').map(toTable);

function toTable({ logicalId, name, properties, type }: ResolvedResource): DeclaredTable {
  const { required, optional } = createPropertyReader(properties, logicalId);
  const replicas = optional('Replicas', 'list') ?? [];
  if (type === 'AWS::DynamoDB::GlobalTable' && replicas.length !== 1) {
    throw new TemplateError(`${logicalId}: the embedded run has one region, so a table has one replica`);
  }
  const indexes = optional('GlobalSecondaryIndexes', 'list')?.map((index) => toIndex(index, logicalId));
  const timeToLive = optional('TimeToLiveSpecification', 'record');
  return {
    logicalId,
    definition: {
      TableName: name,
      KeySchema: toKeySchema(required('KeySchema', 'list'), logicalId),
      AttributeDefinitions: required('AttributeDefinitions', 'list').map((attribute) => {
        const { AttributeName, AttributeType } = readValue.record(attribute, `${logicalId}.AttributeDefinitions`);
        return {
          AttributeName: readValue.text(AttributeName, `${logicalId}.AttributeName`),
          AttributeType: readValue.text(AttributeType, `${logicalId}.AttributeType`),
        };
      }),
      ...(indexes && indexes.length > 0 && { GlobalSecondaryIndexes: indexes }),
    },
    timeToLiveAttribute: timeToLive && toTimeToLive(timeToLive, logicalId),
  };
}

function toTimeToLive(specification: JsonRecord, logicalId: string): string | undefined {
  const { required } = createPropertyReader(specification, `${logicalId}.TimeToLiveSpecification`);
  return required('Enabled', 'boolean') ? required('AttributeName', 'text') : undefined;
}

function toIndex(value: unknown, logicalId: string): IndexDefinition {
  const { required } = createPropertyReader(readValue.record(value, logicalId), `${logicalId}.GlobalSecondaryIndexes`);
  const projection = createPropertyReader(required('Projection', 'record'), `${logicalId}.Projection`);
  const attributes = projection.optional('NonKeyAttributes', 'list');
  return {
    IndexName: required('IndexName', 'text'),
    KeySchema: toKeySchema(required('KeySchema', 'list'), logicalId),
    Projection: {
      ProjectionType: projection.required('ProjectionType', 'text'),
      ...(attributes && {
        NonKeyAttributes: attributes.map((name) => readValue.text(name, `${logicalId}.Projection`)),
      }),
    },
  };
}

const toKeySchema = (keys: readonly unknown[], logicalId: string) =>
  keys.map((key) => {
    const { AttributeName, KeyType } = readValue.record(key, `${logicalId}.KeySchema`);
    return {
      AttributeName: readValue.text(AttributeName, `${logicalId}.KeySchema`),
      KeyType: readValue.text(KeyType, `${logicalId}.KeySchema`),
    };
  });
