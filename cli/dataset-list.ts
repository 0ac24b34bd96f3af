import { InvalidArgumentError } from 'commander';
import { type Dataset, datasets, isDataset } from '../shared/domain/dataset.ts';

/** Reads names of datasets, parted by commas. @throws {InvalidArgumentError} naming those there are */
export function readDatasets(text: string): readonly Dataset[] {
  const names = text.split(',').map((name) => name.trim());
  const known = names.filter(isDataset);
  if (known.length === names.length) return [...new Set(known)];
  throw new InvalidArgumentError(`It must be some of ${datasets.join(', ')}, parted by commas.`);
}
