import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { SimulatedMeeting } from '../../local/simulator/meeting.ts';
import { rowFields, rowTexts } from '../../local/simulator/rows/row.ts';
import { datasets } from '../../shared/domain/dataset.ts';
import { askForCapacity, clientFor } from '../engines/sdk-client.ts';
import type { Dynoxide } from '../engines/start-dynoxide.ts';
import { storedBytes } from '../engines/stored-bytes.ts';
import { obviousTable } from './obvious-table.ts';
import { storeRows } from './store-rows.ts';

/** In pieces, so that memory stays small. */
const rowsAtOnce = 100;

/** What the obvious way's writes of one poll consume, and store. */
export async function meteredStore(
  meeting: SimulatedMeeting,
  engine: Dynoxide,
): Promise<{ readonly writeUnits: number; readonly storedBytes: number }> {
  await engine.call('DeleteTable', { TableName: obviousTable.TableName });
  await engine.call('CreateTable', obviousTable);
  const client = clientFor(engine.url);
  let writeUnits = 0;
  askForCapacity(client, (units) => {
    writeUnits += units;
  });
  const documents = DynamoDBDocumentClient.from(client);
  for (const dataset of datasets) {
    const texts = rowTexts(meeting[dataset]);
    for (let at = 0; at < texts.length; at += rowsAtOnce) {
      const rows = texts.slice(at, at + rowsAtOnce).map(rowFields);
      await storeRows(rows, { uuid: meeting.uuid, dataset }, { client: documents, table: obviousTable.TableName });
    }
  }
  const written = writeUnits;
  const bytes = await storedBytes(client, obviousTable.TableName);
  client.destroy();
  return { writeUnits: written, storedBytes: bytes };
}
