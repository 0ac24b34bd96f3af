import { tables } from '../../test/support/capture/tables.ts';
import type { Dynoxide } from './start-dynoxide.ts';

/** Makes the product's tables anew, so that what is stored is from now on. */
export async function freshTables(engine: Dynoxide): Promise<void> {
  for (const table of tables) {
    await engine.call('DeleteTable', { TableName: table.TableName });
    await engine.call('CreateTable', { ...table, BillingMode: 'PAY_PER_REQUEST' });
  }
}
