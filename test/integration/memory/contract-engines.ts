import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { freshTables } from '../../../bench/engines/fresh-tables.ts';
import { startDynoxide } from '../../../bench/engines/start-dynoxide.ts';
import { startEngines } from '../../../local/emulator/engines/start-engines.ts';
import { tables } from '../../support/capture/tables.ts';

export type ContractEngine = {
  readonly name: 'dynalite' | 'dynoxide';
  readonly client: DynamoDBClient;
  readonly close: () => Promise<void>;
};

const clientOf = (endpoint: string) =>
  new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'x' },
    maxAttempts: 1,
  });

/** The engines that the in-memory table is held equal to, with the product's tables; dynoxide where it is installed. */
export async function startContractEngines(): Promise<readonly ContractEngine[]> {
  const engines = await startEngines({ functionOf: () => undefined, instance: 'contract' });
  await engines.ensureTables(tables);
  const dynalite = { name: 'dynalite' as const, client: clientOf(engines.dynamodb.url), close: engines.close };
  const other = await startDynoxide();
  if (!other) return [dynalite];
  await freshTables(other);
  return [dynalite, { name: 'dynoxide', client: clientOf(other.url), close: other.close }];
}
