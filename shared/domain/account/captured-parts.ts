import { type Dataset, hasKind, datasets as usualDatasets } from '../dataset.ts';
import type { Kind } from '../meeting/kind.ts';

/** The kinds that are captured: of every dataset; or by dataset, where those that are not named have both. */
type CapturedKinds = readonly Kind[] | Readonly<Partial<Record<Dataset, readonly Kind[] | undefined>>>;

/** What a Zoom account's settings say of what is captured of its meetings and webinars. */
export type CapturedParts = {
  readonly datasets: readonly Dataset[];
  /** @default both */
  readonly kinds?: CapturedKinds | undefined;
};

/** The datasets that are captured of meetings, or of webinars; none where the settings leave the kind out. */
export const capturedDatasets = ({ datasets, kinds }: CapturedParts, kind: Kind): readonly Dataset[] =>
  datasets.filter((dataset) => hasKind(dataset, kind) && (kindsOf(kinds, dataset)?.includes(kind) ?? true));

const kindsOf = (kinds: CapturedKinds | undefined, dataset: Dataset): readonly Kind[] | undefined =>
  isList(kinds) ? kinds : kinds?.[dataset];

// Array.isArray does not know lists that are read only.
const isList = (kinds: CapturedKinds | undefined): kinds is readonly Kind[] => Array.isArray(kinds);

/** What a meeting's messages and item say of that: nothing where all usual ones are captured. */
export const toldDatasets = (captured: readonly Dataset[]): { readonly datasets?: readonly Dataset[] } =>
  usualDatasets.every((dataset) => captured.includes(dataset)) ? {} : { datasets: captured };
