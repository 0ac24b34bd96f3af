import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parquetMetadata, type SchemaElement } from 'hyparquet';
import { afterAll, describe, expect, test } from 'vitest';
import { datasets, knownDatasets } from '../../shared/domain/dataset.ts';
import { type ExportTable, exportTables, tablesOf } from '../../shared/operations/export/tables/export-columns.ts';
import { openParquet } from '../../shared/operations/export/tables/parquet-sink.ts';
import { nameOf, propertiesOf, synthesizedStack } from '../support/synthesized-stack.ts';

const { template } = synthesizedStack({
  lake: true,
  accounts: [{ name: 'main', plan: 'business', datasets: [...knownDatasets] }],
});
const [bucket] = propertiesOf(template, 'AWS::S3::Bucket');
const glueTables = propertiesOf(template, 'AWS::Glue::Table');
const folder = await mkdtemp(join(tmpdir(), 'lake-'));
afterAll(() => rm(folder, { recursive: true }));

/** The type of Athena's that reads a column of a file, by what the file itself says of it. */
function athenaType({ type, logical_type: logical }: SchemaElement): string {
  if (logical?.type === 'TIMESTAMP') return logical.isAdjustedToUTC && logical.unit === 'MILLIS' ? 'timestamp' : 'none';
  if (type === 'BYTE_ARRAY') return logical?.type === 'STRING' ? 'string' : 'none';
  return { BOOLEAN: 'boolean', INT64: 'bigint', DOUBLE: 'double' }[String(type)] ?? 'none';
}

async function fileColumns(table: ExportTable) {
  const path = join(folder, table);
  const sink = await openParquet(path, table);
  await sink.finish();
  const [, ...columns] = parquetMetadata(new Uint8Array(await readFile(path)).buffer).schema;
  return columns.map((column) => ({ name: column.name, type: athenaType(column) }));
}

describe('the lake', () => {
  test('a stage that does not ask for a lake has nothing of it', () => {
    expect(synthesizedStack().text).not.toMatch(/AWS::(S3|Glue|Athena)::|"Lake/);
  });

  test('a dataset that no account captures has no table in the lake, and its function does not read it', () => {
    const usual = synthesizedStack({ lake: true }).template;
    const namesIn = (one: typeof template) =>
      propertiesOf(one, 'AWS::Glue::Table').map(({ TableInput }) => TableInput.Name);
    const toldIn = (one: typeof template) =>
      propertiesOf(one, 'AWS::Lambda::Function').find(({ id }) => nameOf(id) === 'LakeMirrorFunction')?.Environment
        .Variables.DATASETS;
    expect(namesIn(usual).sort()).toEqual([...tablesOf(datasets)].sort());
    expect(namesIn(usual)).not.toContain('registrants');
    expect(namesIn(template)).toContain('registrants');
    expect([toldIn(usual), toldIn(template)]).toEqual([datasets.join(), knownDatasets.join()]);
  });

  test('a stage has the saved questions that its tables answer', () => {
    const namesIn = (one: typeof template) => propertiesOf(one, 'AWS::Athena::NamedQuery').map(({ Name }) => Name);
    expect(namesIn(template)).toContain('absentees');
    expect(namesIn(synthesizedStack({ lake: true }).template).sort()).toEqual(
      namesIn(template)
        .filter((name) => name !== 'absentees')
        .sort(),
    );
  });

  test.each(exportTables)('Glue has the columns of %s by name and type as its files have them', async (table) => {
    const glue = glueTables.find(({ TableInput }) => TableInput.Name === table)?.TableInput;
    const columns = glue.StorageDescriptor.Columns.map(({ Name: name, Type: type }: Record<string, string>) => ({
      name,
      type,
    }));
    expect(columns).toEqual(await fileColumns(table));
  });

  test('each table projects its days, and none of them has to be registered', () => {
    expect(glueTables).toHaveLength(exportTables.length);
    for (const { TableInput } of glueTables) {
      const { PartitionKeys, Parameters, Name, StorageDescriptor } = TableInput;
      expect(PartitionKeys).toMatchObject([{ Name: 'day', Type: 'string' }]);
      expect(Parameters).toMatchObject({
        'projection.enabled': 'true',
        'projection.day.type': 'date',
        'projection.day.format': 'yyyy-MM-dd',
        'projection.day.range': expect.stringMatching(/^\d{4}-\d\d-\d\d,NOW$/),
        'projection.day.interval': '1',
        'projection.day.interval.unit': 'DAYS',
      });
      const textOf = (join: { 'Fn::Join': [string, (string | object)[]] }) =>
        join['Fn::Join'][1].map((part) => (typeof part === 'string' ? part : 'B')).join('');
      expect(textOf(Parameters['storage.location.template'])).toBe(`s3://B/${Name}/day=\${day}`);
      expect(textOf(StorageDescriptor.Location)).toBe(`s3://B/${Name}/`);
    }
  });

  test('names of Glue are ones that it takes', () => {
    for (const { TableInput, DatabaseName } of glueTables) {
      expect(DatabaseName).toMatch(/^[a-z0-9_]{1,255}$/);
      expect(TableInput.Name).toMatch(/^[a-z0-9_]{1,255}$/);
      for (const { Name, Comment } of TableInput.StorageDescriptor.Columns) {
        expect(Name).toMatch(/^[a-z0-9_]+$/i);
        expect(Comment.length).toBeLessThanOrEqual(255);
      }
    }
  });

  test('the bucket is encrypted, closed, versioned, answers TLS alone, and forgets former versions', () => {
    expect(bucket).toMatchObject({
      VersioningConfiguration: { Status: 'Enabled' },
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
    });
    expect(bucket?.LifecycleConfiguration.Rules).toMatchObject([
      {
        NoncurrentVersionExpiration: { NoncurrentDays: 7 },
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
      },
      { Prefix: 'athena/', ExpirationInDays: 1 },
    ]);
    const [policy] = propertiesOf(template, 'AWS::S3::BucketPolicy');
    expect(policy?.PolicyDocument.Statement).toContainEqual(
      expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    );
  });

  test('a question that would read more than 10 GB is ended, and its answer is encrypted', () => {
    const [workgroup] = propertiesOf(template, 'AWS::Athena::WorkGroup');
    expect(workgroup?.WorkGroupConfiguration).toMatchObject({
      EnforceWorkGroupConfiguration: true,
      BytesScannedCutoffPerQuery: 10 * 1024 ** 3,
      ResultConfiguration: { EncryptionConfiguration: { EncryptionOption: 'SSE_S3' } },
    });
    const own = propertiesOf(synthesizedStack({ lake: true, ownKey: true }).template, 'AWS::Athena::WorkGroup')[0];
    expect(own?.WorkGroupConfiguration.ResultConfiguration.EncryptionConfiguration.EncryptionOption).toBe('SSE_KMS');
  });

  test('the function of the lake reads the table and writes the bucket, and may do nothing else', () => {
    const allowed = propertiesOf(template, 'AWS::IAM::Policy')
      .filter(({ Roles }) => nameOf(Roles[0].Ref) === 'LakeMirrorRole')
      .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
      .flatMap(({ Action }) => [Action].flat())
      .filter((action: string) => !/^(logs|xray):/.test(action));
    expect([...new Set(allowed)].sort()).toEqual([
      'dynamodb:BatchGetItem',
      'dynamodb:Query',
      's3:AbortMultipartUpload',
      's3:DeleteObject',
      's3:DeleteObjectVersion',
      's3:GetObject',
      's3:ListBucket',
      's3:ListBucketVersions',
      's3:PutObject',
    ]);
  });
});
