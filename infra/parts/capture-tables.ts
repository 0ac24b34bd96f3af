import type { RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  BillingMode,
  ProjectionType,
  Table,
  TableClass,
  TableEncryption,
  type TableProps,
} from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { captureIndexes, type IndexSchema, tableKeys, timeToLiveAttribute } from '../../shared/dynamo/schema.ts';
import { answerRules, inBothPacks } from './reviewed-rules.ts';

interface CaptureTablesProps {
  /** Whether the tables outlive the stack. */
  readonly removalPolicy: RemovalPolicy;
  /** Refuses to delete a table by any way, the console's too, until it is switched off. */
  readonly deletionProtection: boolean;
  /** Of the table that grows; the other one is small, and written often. */
  readonly tableClass: 'standard' | 'infrequent';
  /** Days that both can be set back to a second of, 1 to 35. */
  readonly recoveryDays: number;
  /** @default - AWS's key for this account */
  readonly encryptionKey?: IKey | undefined;
}

/** The two tables: `captures` is what users read; `control` holds budgets and tokens they have no business with. */
export class CaptureTables extends Construct {
  readonly captures: Table;
  readonly control: Table;

  constructor(scope: Construct, id: string, props: CaptureTablesProps) {
    super(scope, id);
    this.captures = this.table('Captures', props, {
      tableClass: props.tableClass === 'infrequent' ? TableClass.STANDARD_INFREQUENT_ACCESS : TableClass.STANDARD,
    });
    for (const index of Object.values<IndexSchema>(captureIndexes)) addIndex(this.captures, index);
    this.control = this.table('Control', props);
    answerRules(
      this,
      'Every second of up to 35 days can be restored; a backup plan would keep who was erased for longer than the receipt says.',
      inBothPacks('DynamoDBInBackupPlan'),
    );
  }

  private table(id: string, props: CaptureTablesProps, own: Partial<TableProps> = {}): Table {
    const { removalPolicy, deletionProtection, encryptionKey, recoveryDays } = props;
    return new Table(this, id, {
      partitionKey: { name: tableKeys.partitionKey, type: AttributeType.STRING },
      sortKey: { name: tableKeys.sortKey, type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      timeToLiveAttribute,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: recoveryDays },
      // AWS's key for this account rather than DynamoDB's own: each use of it stands in CloudTrail.
      ...(encryptionKey
        ? { encryption: TableEncryption.CUSTOMER_MANAGED, encryptionKey }
        : { encryption: TableEncryption.AWS_MANAGED }),
      removalPolicy,
      deletionProtection,
      ...own,
    });
  }
}

function addIndex(table: Table, { name, partitionKey, sortKey, include }: IndexSchema): void {
  table.addGlobalSecondaryIndex({
    indexName: name,
    partitionKey: { name: partitionKey, type: AttributeType.STRING },
    sortKey: { name: sortKey, type: AttributeType.STRING },
    ...(include === undefined
      ? { projectionType: ProjectionType.ALL }
      : { projectionType: ProjectionType.INCLUDE, nonKeyAttributes: [...include] }),
  });
}
