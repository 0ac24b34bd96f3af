import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { SimulatedMeeting } from '../../local/simulator/meeting.ts';
import { countRows } from '../../local/simulator/rows/row.ts';
import { startSimulator } from '../../local/simulator/simulator.ts';
import { type Dataset, datasets } from '../../shared/domain/dataset.ts';
import type { MonthlyUse } from '../../shared/operations/estimate/monthly-use.ts';
import type { Prices } from '../../shared/operations/estimate/prices.ts';
import { daysPerMonth } from '../../shared/operations/estimate/workload.ts';
import { askForCapacity, clientFor } from '../engines/sdk-client.ts';
import type { Dynoxide } from '../engines/start-dynoxide.ts';
import { unlimited } from '../engines/start-zoom.ts';
import { storedBytes } from '../engines/stored-bytes.ts';
import { fetchAccessToken } from '../obvious/access-token.ts';
import { captureDataset } from '../obvious/capture-dataset.ts';
import { obviousTable } from '../obvious/obvious-table.ts';
import { retentionDays } from './account-sizes.ts';
import { obviousGbSeconds } from './run-times.ts';

/** What both ways take of the same services: their captures alone, and what they store. */
export type ComparableUse = Pick<
  MonthlyUse,
  | ('rowWrites' | 'indexWrites' | 'otherWrites' | 'tableGb' | 'indexGb')
  | ('gbSeconds' | 'invocations' | 'messageRequests')
>;

export function comparableDollars(use: ComparableUse, { dynamodb, lambda, sqs }: Prices): number {
  return (
    (use.rowWrites + use.indexWrites + use.otherWrites) * dynamodb.perWriteUnit +
    (use.tableGb + use.indexGb) * dynamodb.perStoredGbMonth +
    use.tableGb * dynamodb.perBackupGbMonth +
    use.gbSeconds * lambda.perGbSecond +
    use.invocations * lambda.perRequest +
    use.messageRequests * sqs.perRequest
  );
}

/**
 * What a month of so many such meetings a day takes the obvious way: a webhook that sends a message for each dataset, and for each message
 * an invocation that captures it once and whole.
 */
export async function obviousUse(
  meetings: readonly SimulatedMeeting[],
  meetingsPerDay: number,
  engine: Dynoxide,
): Promise<ComparableUse> {
  const { TableName: table } = obviousTable;
  await engine.call('DeleteTable', { TableName: table });
  await engine.call('CreateTable', obviousTable);
  const zoom = await startSimulator({ ...unlimited, meetings });
  const client = clientFor(engine.url);
  try {
    let [writeUnits, requests, pages] = [0, 0, 0];
    askForCapacity(client, (units) => {
      writeUnits += units;
      requests += 1;
    });
    const documents = DynamoDBDocumentClient.from(client);
    const accessToken = await fetchAccessToken(zoom);
    for (const { kind, uuid } of meetings) {
      for (const dataset of datasets) {
        pages += await captureDataset({
          apiUrl: zoom.apiUrl,
          accessToken,
          client: documents,
          table,
          kind,
          uuid,
          dataset,
          fetch,
          sleep,
        });
      }
    }
    // Reading back what is stored is no part of it.
    const run = { meetings: meetings.length, pages, requests, messages: meetings.length * datasets.length };
    const written = writeUnits;
    const monthly = (ofAll: number) => (ofAll / meetings.length) * meetingsPerDay * daysPerMonth;
    const rows = (dataset: Dataset) => meetings.reduce((sum, meeting) => sum + countRows(meeting[dataset]), 0);
    return {
      rowWrites: monthly(written),
      indexWrites: 0,
      otherWrites: 0,
      indexGb: 0,
      tableGb: (monthly(await storedBytes(client, table)) / 1e9) * (retentionDays / daysPerMonth),
      gbSeconds: monthly(obviousGbSeconds({ ...run, rows })),
      invocations: monthly(run.meetings + run.messages),
      messageRequests: monthly(3 * run.messages),
    };
  } finally {
    client.destroy();
    await zoom.close();
  }
}
