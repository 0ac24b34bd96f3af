import type { DatasetDescription } from '../datasets/dataset.ts';
import { type DatasetName, datasetWaits, descriptions, type UsualDatasetName } from '../datasets/datasets.ts';
import type { Kind, ListType } from './meeting/kind.ts';

/** What is captured of one ended meeting or webinar; each has its own queue and function. */
export type Dataset = DatasetName;

/** One that every account has, unless its settings say otherwise. */
export type UsualDataset = UsualDatasetName;

/** Every dataset that there is, optional ones too. The keys are all that the object has. */
export const knownDatasets = Object.keys(datasetWaits) as readonly Dataset[];

export const isUsual = (dataset: Dataset): dataset is UsualDataset => datasetWaits[dataset].optional !== true;

/** What is captured where nobody says what is. */
export const datasets: readonly UsualDataset[] = /* @__PURE__ */ knownDatasets.filter(isUsual);

/** What a stage has queues and functions for: the usual ones, and the optional ones that some account captures. */
export const stageDatasets = (accounts: readonly { readonly datasets: readonly Dataset[] }[]): readonly Dataset[] =>
  knownDatasets.filter((dataset) => isUsual(dataset) || accounts.some((account) => account.datasets.includes(dataset)));

export const isDataset = (value: string): value is Dataset => Object.hasOwn(datasetWaits, value);

/** @throws RangeError where no dataset bears this name. */
export function datasetNamed(name: string): Dataset {
  if (isDataset(name)) return name;
  throw new RangeError(`There is no dataset "${name}"; there are ${knownDatasets.join(', ')}.`);
}

/** A record with one value for each dataset. */
export const byDataset = <T>(make: (dataset: Dataset) => T): Readonly<Record<Dataset, T>> =>
  // The compiler does not follow keys through a list of entries.
  Object.fromEntries(knownDatasets.map((dataset) => [dataset, make(dataset)])) as Record<Dataset, T>;

/** A record with one value for each of the usual datasets. */
export const byUsualDataset = <T>(make: (dataset: UsualDataset) => T): Readonly<Record<UsualDataset, T>> =>
  // As above.
  Object.fromEntries(datasets.map((dataset) => [dataset, make(dataset)] as const)) as Record<UsualDataset, T>;

/** What such a record has, of those datasets alone that it has something of. */
export const entriesByDataset = <T>(
  record: Readonly<Partial<Record<Dataset, T>>>,
): readonly (readonly [Dataset, T])[] =>
  knownDatasets.flatMap((dataset) => {
    const value = record[dataset];
    return value === undefined ? [] : [[dataset, value] as const];
  });

/** Whether Zoom has the dataset of meetings, or of webinars. */
export const hasKind = (dataset: Dataset, kind: Kind): boolean => datasetWaits[dataset].kinds?.includes(kind) ?? true;

/** Whether a meeting may rightly have nothing of the dataset, however many were there. */
export const mayHaveNone = (dataset: Dataset): boolean => datasetWaits[dataset].emptyAfterPolls !== undefined;

/** Whether Zoom has the dataset's list of this type. Every dataset has one of what has ended. */
export const hasListType = (dataset: Dataset, kind: Kind, type: ListType): boolean =>
  type === 'past' || (descriptions[dataset].zoom.types?.[kind].includes(type) ?? false);

/** The datasets that Zoom lists under `pastOne`, when a meeting had one participant. The others are then rightly empty. */
export const pastOneDatasets: readonly Dataset[] = /* @__PURE__ */ knownDatasets.filter((dataset) =>
  hasListType(dataset, 'meeting', 'pastOne'),
);

/** How many lists of Zoom's it is in. */
export const listsOf = (dataset: Dataset): number => {
  const { lists }: DatasetDescription['zoom'] = descriptions[dataset].zoom;
  return lists?.length ?? 1;
};

/** Whether rows bear a list of samples, one a minute, which are stored in items of their own. */
export const hasSamples = (dataset: Dataset): boolean => descriptions[dataset].rows.samples !== undefined;

/** The environment variable that holds the address of the dataset's queue, in functions that send to all of them. */
export const queueVariable = <Name extends Dataset>(dataset: Name) =>
  `${dataset.toUpperCase() as Uppercase<Name>}_QUEUE_URL` as const;
