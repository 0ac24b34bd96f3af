import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleHandlers } from '../../infra/bundling/bundles.ts';
import { type Dataset, datasets } from '../../shared/domain/dataset.ts';

/** Bundles the datasets' consumers as they are deployed. @returns the file of each */
export function consumerBundles(outdir: string): (dataset: Dataset) => string {
  const handlerOf = (dataset: Dataset) =>
    fileURLToPath(new URL(`../../functions/${dataset}/handler.ts`, import.meta.url));
  bundleHandlers(Object.fromEntries(datasets.map((dataset) => [dataset, handlerOf(dataset)])), outdir);
  return (dataset) => join(outdir, dataset, 'index.mjs');
}
