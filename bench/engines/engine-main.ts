/** The embedded DynamoDB in a process of its own, on the folder of its argument or in memory; ends with its parent. */
import { startEngines } from '../../local/engines/start-engines.ts';
import { tables } from '../../test/harness/tables.ts';
import { obviousTable } from '../obvious/obvious-table.ts';

const dataDir = process.argv[2] || undefined;
const engines = await startEngines({ dataDir, functionOf: () => undefined, instance: 'bench' });
await engines.ensureTables([...tables, obviousTable]);
process.on('disconnect', () => void engines.close().then(() => process.exit()));
process.send?.(engines.dynamodb.url);
