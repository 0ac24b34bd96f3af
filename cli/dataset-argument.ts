import { InvalidArgumentError } from 'commander';
import { type Dataset, datasets, isDataset } from '../shared/domain/dataset.ts';

/** Reads a dataset's name off the command line. @throws {InvalidArgumentError} naming those there are */
export function readDataset(text: string): Dataset {
  if (isDataset(text)) return text;
  throw new InvalidArgumentError(`It must be one of ${datasets.join(', ')}.`);
}
