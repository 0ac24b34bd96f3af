import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { meetingItems } from '../../../bench/meeting-items.ts';
import type { SimulatedMeeting } from '../../../local/simulator/meeting.ts';
import { generateMeeting } from '../../../local/simulator/meetings.ts';
import { historyRow } from '../../../local/simulator/rows/listed-row.ts';
import { rowFields, rowTexts } from '../../../local/simulator/rows/row.ts';
import { forgetMeeting } from '../../../shared/dynamo/meetings/forget-meeting.ts';
import { createListedRows } from '../../../shared/dynamo/meetings/listed-rows.ts';
import { encodeAccount } from '../../../shared/dynamo/meetings/meeting-accounts.ts';
import { erasedEmail } from '../histories/history.ts';
import { accountId } from '../histories/model-worker.ts';
import type { Visited } from '../histories/stage.ts';
import type { MirrorStep } from './mirror-steps.ts';

type LateStep = Extract<MirrorStep, { what: 'late' | 'expire' | 'forget' | 'listed' }>;

const table = 'Captures';
const hour = 3_600_000;

/** Meetings that come into a store whole, and what becomes of them there. */
export class LateMeetings {
  #here: SimulatedMeeting[] = [];
  readonly #endedAt: number;

  /** @param endedAt epoch ms, of the history's meetings */
  constructor(endedAt: number) {
    this.#endedAt = endedAt;
  }

  async take(step: LateStep, stage: Visited): Promise<void> {
    if (step.what === 'late') {
      this.#add(step, stage);
      return;
    }
    const meeting = this.#here[step.nth % this.#here.length];
    if (!meeting) return;
    const { client } = stage.tables;
    const { now, sleep } = stage.time;
    if (step.what === 'listed') {
      const row = { ...rowFields(historyRow(meeting)), topic: `At ${now()}` };
      await createListedRows(client, table).put(meeting.uuid, { source: 'history', row });
      return;
    }
    this.#here = this.#here.filter((one) => one !== meeting);
    if (step.what === 'forget') await forgetMeeting(meeting.uuid, { client, table, now, sleep, random: () => 0.5 });
    else await expire(meeting.uuid, stage);
  }

  #add({ seed, shift }: Extract<LateStep, { what: 'late' }>, { tables, time, erasure }: Visited): void {
    const endTime = new Date(this.#endedAt + 24 * hour * shift);
    const made = generateMeeting({ seed, participants: 1 + (seed % 3), minutes: 2, endTime });
    const meeting = erasure() === 'none' ? withErasedPerson(made) : made;
    if (this.#here.some(({ uuid }) => uuid === meeting.uuid)) return;
    this.#here.push(meeting);
    // Some expire by themselves, an hour or a day later.
    const hours = [undefined, 1, 24][seed % 3];
    const expiresAt = hours === undefined ? {} : { expiresAt: Math.floor((time.now() + hours * hour) / 1_000) };
    tables.load(table, [
      encodeAccount(accountId, new Date(this.#endedAt).toISOString()),
      ...meetingItems(meeting, { account: accountId, ...expiresAt }),
    ]);
  }
}

/** Its first row is one of the person who may be erased. */
function withErasedPerson(meeting: SimulatedMeeting): SimulatedMeeting {
  const [first = '{}', ...others] = rowTexts(meeting.report);
  const rows = [{ ...rowFields(first), user_email: erasedEmail }, ...others.map(rowFields)];
  return { ...meeting, report: rows };
}

async function expire(uuid: string, { tables }: Visited): Promise<void> {
  for (const { pk, sk } of tables.items(table).filter((item) => item.pk?.S === uuid)) {
    if (pk && sk) await tables.client.send(new DeleteItemCommand({ TableName: table, Key: { pk, sk } }));
  }
}
