import type { Capture, CaptureFault } from '../../domain/capture/capture.ts';
import { type Dataset, knownDatasets } from '../../domain/dataset.ts';
import { type Kind, kinds } from '../../domain/meeting/kind.ts';

/** Captures of one account that suffer from the same. */
export type CauseGroup<State extends string> = {
  readonly state: State;
  readonly account: string;
  /** In their usual order. */
  readonly datasets: readonly Dataset[];
  /** Those of the meetings. */
  readonly kinds: readonly Kind[];
  /** As the first of them tells it; absent where none has a fault. */
  readonly fault?: CaptureFault;
  readonly captures: number;
  /** The meetings that they are of, the newest end first. */
  readonly uuids: readonly string[];
  /** When the first and the last of them are due; ISO 8601, absent where nothing is planned. */
  readonly nextAt?: string;
  readonly lastAt?: string;
};

/**
 * What suffers from the same stands together, whatever the meetings: state, account, and the fault's name, status, code
 * and words without what is another one each time. The largest group first.
 */
export function groupByCause<State extends string>(
  captures: readonly Capture[],
  state: State,
): readonly CauseGroup<State>[] {
  const groups = Map.groupBy(captures, (capture) => JSON.stringify([capture.account, ...causeKey(capture.lastError)]));
  return [...groups.values()].map((alike) => groupOf(alike, state)).sort((a, b) => b.captures - a.captures);
}

/** The same for faults that are the same but for what is another one each time. */
export function causeKey(fault: CaptureFault | undefined): readonly unknown[] {
  if (!fault) return [];
  const { name, status, code, message } = fault;
  // Names of answers and meetings, counts and instants.
  return [name, status, code, message.replace(/[\w+/-]{16,}=*|\d+/g, '#')];
}

function groupOf<State extends string>(alike: readonly Capture[], state: State): CauseGroup<State> {
  const newestFirst = [...alike].sort((a, b) => Date.parse(b.endTime) - Date.parse(a.endTime));
  const [newest] = newestFirst;
  const due = alike.flatMap(({ nextPollAt }) => nextPollAt ?? []).sort();
  const [nextAt] = due;
  const lastAt = due.at(-1);
  return {
    state,
    account: newest?.account ?? '',
    datasets: knownDatasets.filter((dataset) => alike.some((capture) => capture.dataset === dataset)),
    kinds: kinds.filter((kind) => alike.some((capture) => capture.kind === kind)),
    ...(newest?.lastError && { fault: newest.lastError }),
    captures: alike.length,
    uuids: [...new Set(newestFirst.map(({ uuid }) => uuid))],
    ...(nextAt !== undefined && { nextAt }),
    ...(lastAt !== undefined && { lastAt }),
  };
}
