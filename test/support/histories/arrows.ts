import { ways } from '../../../shared/domain/capture/capture-edges.ts';

/** One way from a stored state to another, as text. `from`: undefined where nothing was stored. */
export const arrowOf = (edge: string, from: string | undefined, to: string | undefined): string =>
  `${from ?? 'new'} → ${to ?? 'waiting'}: ${edge}`;

/** Every arrow of the diagram of states in `docs/architecture.md`. */
export const everyArrow: readonly string[] = ways.map(({ edge, from, to }) => arrowOf(edge, from, to));
