/**
 * What each optional dataset costs for a person: a meeting of 100 and one of 400 are captured until all is settled, on an engine
 * that counts capacity as AWS does, and the difference is what 300 people cost. The rest is the capture's own.
 *
 *     node bench/optional-datasets.ts
 */
import { tableText } from '../cli/output/table.ts';
import { generateMeeting } from '../local/simulator/meetings.ts';
import { rowTexts } from '../local/simulator/rows/row.ts';
import { type Dataset, hasKind, isUsual, knownDatasets } from '../shared/domain/dataset.ts';
import { startCaptureFixture } from '../test/support/capture/capture-fixture.ts';
import { createCapacityMeter, writeUnitsOf } from './engines/capacity-meter.ts';
import { freshTables } from './engines/fresh-tables.ts';
import { mustBeSettled } from './engines/must-be-settled.ts';
import { clientFor } from './engines/sdk-client.ts';
import { type Dynoxide, withDynoxide } from './engines/start-dynoxide.ts';
import { storedBytes } from './engines/stored-bytes.ts';

const endTime = '2026-11-20T09:00:00Z';

type Cost = { readonly rows: number; readonly bytes: number; readonly units: number; readonly calls: number };

/** @throws when its capture does not end as settled. */
async function capture(dataset: Dataset, people: number, engine: Dynoxide): Promise<Cost> {
  await freshTables(engine);
  const meter = createCapacityMeter(engine);
  const fixture = await startCaptureFixture({
    engine: 'embedded',
    intercept: meter.intercept,
    startAt: Date.parse(endTime),
  });
  const client = clientFor(engine.url);
  try {
    const kind = hasKind(dataset, 'meeting') ? 'meeting' : 'webinar';
    const size = { participants: people, minutes: 2, registrants: people, answers: people };
    const meeting = generateMeeting({ seed: 7, kind, endTime, ...size });
    fixture.simulator.addMeeting(meeting);
    fixture.end(meeting, [dataset]);
    await fixture.drain();
    const units = writeUnitsOf(meter.take());
    await mustBeSettled(engine.url, [meeting], [dataset]);
    const rows = rowTexts(meeting[dataset]).length;
    const calls = fixture.simulator.calls.filter((call) => call.dataset === dataset).length;
    return { rows, bytes: await storedBytes(client, 'Captures'), units, calls };
  } finally {
    client.destroy();
    await fixture.close();
  }
}

const lines = await withDynoxide(async (engine) => {
  const measured: string[][] = [];
  for (const dataset of knownDatasets.filter((one) => !isUsual(one))) {
    const [few, many] = [await capture(dataset, 100, engine), await capture(dataset, 400, engine)];
    const each = (of: 'bytes' | 'units') => (many[of] - few[of]) / (many.rows - few.rows);
    const rest = few.units - each('units') * few.rows;
    measured.push([dataset, each('bytes').toFixed(0), each('units').toFixed(2), rest.toFixed(0), String(few.calls)]);
  }
  return measured;
});
const head = ['dataset', 'bytes a row', 'write units a row', 'units a capture', 'calls for 100'];
process.stdout.write(tableText(head, lines));
