import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnNamedQuery, CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import { CfnDatabase, CfnTable } from 'aws-cdk-lib/aws-glue';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Dataset } from '../../shared/domain/dataset.ts';
import { namedQueries, tablesOfQuery } from '../../shared/lake/named-queries.ts';
import type { ColumnType } from '../../shared/operations/export/tables/column.ts';
import { columnsOf, type ExportTable, tablesOf } from '../../shared/operations/export/tables/export-columns.ts';

/** Before it Zoom keeps nothing that could be captured. */
const firstDay = '2024-01-01';
/** A query that would read more is ended: 10 GB cost 5 cents. */
const mostBytesScanned = 10 * 1024 ** 3;

/** @see https://docs.aws.amazon.com/athena/latest/ug/data-types.html */
const glueTypes: Readonly<Record<ColumnType, string>> = {
  text: 'string',
  timestamp: 'timestamp',
  boolean: 'boolean',
  integer: 'bigint',
  double: 'double',
  json: 'string',
};

interface LakeTablesProps {
  readonly bucket: Bucket;
  /** What the stage captures. */
  readonly datasets: readonly Dataset[];
  readonly removalPolicy: RemovalPolicy;
  readonly encryptionKey?: IKey | undefined;
}

/** What Athena knows of the lake's files: a table each, by days that nobody has to register, and some questions. */
export class LakeTables extends Construct {
  readonly database: string;
  readonly workgroup: string;

  constructor(scope: Construct, id: string, { bucket, datasets, removalPolicy, encryptionKey }: LakeTablesProps) {
    super(scope, id);
    const { stackName, account } = Stack.of(this);
    // Glue takes small letters, digits and underscores alone.
    this.database = stackName.toLowerCase().replaceAll('-', '_');
    const database = new CfnDatabase(this, 'Database', {
      catalogId: account,
      databaseInput: { name: this.database, description: 'What was captured of Zoom meetings, day by day' },
    });
    const kept = tablesOf(datasets);
    for (const table of kept) {
      new CfnTable(this, table, {
        catalogId: account,
        databaseName: this.database,
        tableInput: tableInput(table, bucket.s3UrlForObject(table)),
      }).addResourceDependency(database);
    }
    this.workgroup = stackName;
    const workgroup = new CfnWorkGroup(this, 'Workgroup', {
      name: this.workgroup,
      description: 'Questions to what was captured of Zoom meetings',
      recursiveDeleteOption: removalPolicy === RemovalPolicy.DESTROY,
      workGroupConfiguration: {
        enforceWorkGroupConfiguration: true,
        bytesScannedCutoffPerQuery: mostBytesScanned,
        publishCloudWatchMetricsEnabled: false,
        engineVersion: { selectedEngineVersion: 'Athena engine version 3' },
        resultConfiguration: {
          outputLocation: bucket.s3UrlForObject('athena/'),
          encryptionConfiguration: encryptionKey
            ? { encryptionOption: 'SSE_KMS', kmsKey: encryptionKey.keyArn }
            : { encryptionOption: 'SSE_S3' },
        },
      },
    });
    const answerable = namedQueries.filter((query) => tablesOfQuery(query).every((table) => kept.includes(table)));
    for (const { name, about, sql } of answerable) {
      new CfnNamedQuery(this, `Query-${name}`, {
        database: this.database,
        name,
        description: about,
        queryString: sql,
        workGroup: this.workgroup,
      }).addResourceDependency(workgroup);
    }
  }
}

/** @see https://docs.aws.amazon.com/athena/latest/ug/partition-projection-supported-types.html */
const tableInput = (table: ExportTable, location: string): CfnTable.TableInputProperty => ({
  name: table,
  tableType: 'EXTERNAL_TABLE',
  partitionKeys: [{ name: 'day', type: 'string', comment: 'on which the meeting ended, in UTC, such as 2026-11-20' }],
  parameters: {
    EXTERNAL: 'TRUE',
    classification: 'parquet',
    'projection.enabled': 'true',
    'projection.day.type': 'date',
    'projection.day.format': 'yyyy-MM-dd',
    'projection.day.range': `${firstDay},NOW`,
    'projection.day.interval': '1',
    'projection.day.interval.unit': 'DAYS',
    'storage.location.template': `${location}/day=\${day}`,
  },
  storageDescriptor: {
    location: `${location}/`,
    inputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
    outputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
    serdeInfo: { serializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe' },
    columns: columnsOf(table).map(({ name, type, source, unit, about }) => ({
      name,
      type: glueTypes[type],
      comment: [source, unit, about].filter(Boolean).join('; ').slice(0, 255),
    })),
  },
});
