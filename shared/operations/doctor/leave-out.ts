import { type CapturedParts, capturedDatasets } from '../../domain/account/captured-parts.ts';
import { type Dataset, datasets as usualDatasets } from '../../domain/dataset.ts';
import { kinds as bothKinds, type Kind } from '../../domain/meeting/kind.ts';

/** One dataset of meetings, or of webinars. */
export type Part = { readonly kind: Kind; readonly dataset: Dataset };

/**
 * The settings of an account that leave out these parts and nothing else, as they stand in infra/stages.ts, such as
 * `kinds: ['meeting']`. Undefined where nothing would be left to capture.
 */
export function settingsWithout(parts: CapturedParts, leftOut: readonly Part[]): string | undefined {
  const isKept = (dataset: Dataset) => (kind: Kind) =>
    capturedDatasets(parts, kind).includes(dataset) &&
    !leftOut.some((part) => part.dataset === dataset && part.kind === kind);
  const kept = parts.datasets.flatMap((dataset) => {
    const kinds = bothKinds.filter(isKept(dataset));
    return kinds.length > 0 ? [{ dataset, kinds }] : [];
  });
  if (kept.length === 0) return undefined;
  const datasets = kept.map(({ dataset }) => dataset);
  const areUsual = datasets.length === usualDatasets.length && usualDatasets.every((one) => datasets.includes(one));
  const kinds = kindsText(kept);
  return [...(areUsual ? [] : [`datasets: ${listText(datasets)}`]), ...(kinds ? [`kinds: ${kinds}`] : [])].join(', ');
}

function kindsText(kept: readonly { readonly dataset: Dataset; readonly kinds: readonly Kind[] }[]) {
  const some = kept.filter(({ kinds }) => kinds.length < bothKinds.length);
  const texts = new Set(some.map(({ kinds }) => listText(kinds)));
  const [only] = texts;
  if (texts.size === 1 && some.length === kept.length) return only;
  if (some.length === 0) return undefined;
  return `{ ${some.map(({ dataset, kinds }) => `${dataset}: ${listText(kinds)}`).join(', ')} }`;
}

const listText = (names: readonly string[]): string => `[${names.map((name) => `'${name}'`).join(', ')}]`;
