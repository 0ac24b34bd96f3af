import { createErasureWriter } from '../../dynamo/control/erasure-writer.ts';
import { RowEraser } from '../../dynamo/rows/erase-rows.ts';
import { eachMeeting } from './each-meeting.ts';
import type { EraseDependencies } from './erase.ts';
import { sealMeeting } from './seal-meeting.ts';

/** How much was rewritten. */
export type Sealed = { readonly meetings: number; readonly hashes: number };

/** Rewrites, for all meetings, what versions without a secret of the stage kept in a form that a guess could be held against. */
export async function sealStore(deps: EraseDependencies): Promise<Sealed> {
  const { captures, controlTable, storeSecret, now, sleep, tell } = deps;
  const rows = new RowEraser({ ...captures, sleep });
  const marks = createErasureWriter({ client: captures.client, table: controlTable }, storeSecret);
  await marks.seal();
  const until = new Date(now()).toISOString();
  let [meetings, hashes] = [0, 0];
  await eachMeeting('Seal', { ...captures, tell, until }, async (meeting) => {
    const sealed = await sealMeeting(meeting, await rows.read(meeting.uuid), { rows, marks, storeSecret });
    meetings += 1;
    hashes += sealed;
  });
  return { meetings, hashes };
}
