import type { Dataset } from '../../../shared/domain/dataset.ts';
import { subjectOf } from '../faults/fault-desk.ts';
import { meetingAt } from '../meeting.ts';
import type { Rows } from '../rows/row.ts';
import { endpoints } from './endpoint.ts';
import { isOneParticipant, listing } from './list-answer.ts';
import type { World } from './world.ts';

/** What a poll of this dataset would list if it began now; see `Simulator.served`. */
export function servedRows(world: World, uuid: string, dataset: Dataset): Rows {
  const known = [...world.meetings.values()].find((candidate) => candidate.uuid === uuid);
  const meeting = known && meetingAt(known, world.now());
  const endpoint = [...endpoints.values()].find((one) => one.kind === meeting?.kind && one.dataset === dataset);
  if (meeting === undefined || endpoint === undefined) throw new Error(`The simulator has no meeting ${uuid}.`);
  const pending = world.faults
    .pending({ endpoint: endpoint.name, dataset, ...subjectOf(meeting) })
    .find((fault) => fault.kind === 'early-data' || fault.kind === 'not-ready');
  if (pending?.kind === 'not-ready') return [];
  const type =
    dataset === 'participants' && isOneParticipant(meeting) && meeting.kind === 'meeting' ? 'pastOne' : 'past';
  return listing({ endpoint, meeting, type, nowMs: world.now() }, pending).rows;
}
