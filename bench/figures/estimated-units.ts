import type { SimulatedMeeting } from '../../local/simulator/meeting.ts';
import { countRows, rowFields, rowTexts } from '../../local/simulator/rows/row.ts';
import { storeUse } from '../../shared/domain/cost/store-use.ts';
import { datasets } from '../../shared/domain/dataset.ts';
import { scaledWaits } from '../../shared/domain/waits.ts';
import { pageSizes } from '../../shared/zoom/endpoints.ts';

/** The write units that `cli estimate` reckons for a meeting's whole life, given its rows and how long its people stayed. */
export function estimatedUnits(meeting: SimulatedMeeting): number {
  const rows = datasets.reduce((sum, dataset) => sum + countRows(meeting[dataset]), 0) / datasets.length;
  const stays = rowTexts(meeting.qos).map((text) => {
    const { user_qos: samples } = rowFields(text);
    return Array.isArray(samples) ? samples.length : 0;
  });
  const minutes = stays.reduce((sum, stay) => sum + stay, 0) / stays.length;
  const events = { perDay: 1, participants: rows, minutes };
  const workload = { events: [events], pageSizes, waits: scaledWaits(1), zoomAccounts: 1, retentionDays: 0 };
  const { rowWrites, indexWrites, otherWrites } = storeUse(events, workload);
  return rowWrites + indexWrites + otherWrites;
}
