import type { SimulatedMeeting } from '../../local/simulator/meeting.ts';
import { storeUse } from '../../shared/operations/estimate/store-use.ts';
import { estimatedWorkload } from '../dollars/estimated-workload.ts';

/** The write units that `cli estimate` reckons for a meeting's whole life, given its rows and how long its people stayed. */
export function estimatedUnits(meeting: SimulatedMeeting): number {
  const workload = estimatedWorkload([meeting], 1);
  const units = workload.events.map((events) => {
    const { rowWrites, indexWrites, otherWrites } = storeUse(events, workload);
    return rowWrites + indexWrites + otherWrites;
  });
  return units.reduce((sum, each) => sum + each, 0);
}
