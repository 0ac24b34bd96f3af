/**
 * The embedded DynamoDB in a process of its own, on the folder of its first argument or in memory; ends with its parent. With a second
 * argument, `metered`, it tells its usage since the last time to whoever sends it a message.
 */
import { startEngines } from '../../local/emulator/engines/start-engines.ts';
import { tables } from '../../test/support/capture/tables.ts';
import { obviousTable } from '../obvious/obvious-table.ts';
import { createUsageMeter } from './usage-meter.ts';

const dataDir = process.argv[2] || undefined;
const meter = process.argv[3] === 'metered' ? createUsageMeter() : undefined;
const engines = await startEngines({
  dataDir,
  functionOf: () => undefined,
  instance: 'bench',
  intercept: meter?.intercept,
});
await engines.ensureTables([...tables, obviousTable]);
process.on('message', () => void process.send?.(meter?.take()));
process.on('disconnect', () => void engines.close().then(() => process.exit()));
process.send?.(engines.dynamodb.url);
