import { canonicalText } from '../../shared/domain/content-hash.ts';
import { type Dataset, datasets } from '../../shared/domain/dataset.ts';
import { type RowReaderDeps, readRows } from '../../shared/dynamo/rows/row-reader.ts';
import type { Simulator } from '../simulator/simulator.ts';

/**
 * The datasets of a meeting whose stored rows are not exactly, field by field, the ones that Zoom's side serves.
 * Order does not matter; a row too many, too few or changed does.
 */
export async function differingDatasets(uuid: string, simulator: Simulator, deps: RowReaderDeps): Promise<Dataset[]> {
  const differing: Dataset[] = [];
  for (const dataset of datasets) {
    const stored: string[] = [];
    for await (const row of readRows(uuid, dataset, deps)) stored.push(canonicalText(row));
    const served = simulator.served(uuid, dataset).map(canonicalText);
    if (stored.sort().join('\n') !== served.sort().join('\n')) differing.push(dataset);
  }
  return differing;
}
