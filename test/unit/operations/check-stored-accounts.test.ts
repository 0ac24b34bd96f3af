import { expect, test } from 'vitest';
import { encodeAccount } from '../../../shared/dynamo/meetings/meeting-accounts.ts';
import { encodeMeeting } from '../../../shared/dynamo/meetings/meeting-item.ts';
import { checkStoredAccounts } from '../../../shared/operations/doctor/check-stored-accounts.ts';
import { tables } from '../../support/capture/tables.ts';
import { createMemoryDynamo } from '../../support/memory/memory-table.ts';

const at = '2026-11-20T09:00:00.000Z';

test('doctor names accounts that have meetings stored and are none of the stage, with how many, and no others', async () => {
  const memory = createMemoryDynamo({ tables });
  const meetingOf = (account: string, uuid: string) =>
    encodeMeeting(
      { account, kind: 'meeting', uuid, meetingId: '1', endTime: at, endedAt: at, registeredAt: at, reason: 'event' },
      undefined,
    );
  memory.load('Captures', [
    ...['ours', 'typo', 'empty'].map((account) => encodeAccount(account, at)),
    ...[meetingOf('ours', 'a=='), meetingOf('typo', 'b=='), meetingOf('typo', 'c==')],
  ]);
  const found = await checkStoredAccounts(['ours'], { client: memory.client, table: 'Captures' });
  expect(found).toEqual([
    {
      check: 'stored accounts',
      state: 'warning',
      seen: '2 meetings of account typo, which this stage does not have',
      todo: expect.stringContaining('forget --account typo --dry-run'),
    },
  ]);
});
