import { createTextSearch } from '../../domain/erasure/text-search.ts';
import type { RowEraserDeps } from '../../dynamo/rows/erase-rows.ts';
import { renewRuns } from '../../dynamo/rows/renew-runs.ts';
import { blankText, type TextTrace, textTraces } from '../../dynamo/rows/text-traces.ts';
import { eachMeeting } from './each-meeting.ts';

/** Items of one kind in one meeting that still hold a text, such as rows of `participants`. */
type LeftOver = {
  readonly uuid: string;
  /** A dataset, `meeting`, or `capture`. */
  readonly of: string;
  readonly fields: readonly string[];
  readonly items: number;
};

/** What still holds something of the person, and what was taken out of which items. */
export type LeftOvers = { readonly left: readonly LeftOver[]; readonly blanked: number };

/**
 * Looks through every stored value of every meeting for what the person is known by, and for other texts, which are taken out
 * where they stand: a name in a topic, in another person's row. A poll that brings such an item anew brings the text again.
 */
export async function findLeftOvers(
  {
    known,
    texts,
    until,
  }: { readonly known: readonly string[]; readonly texts: readonly string[]; readonly until: string },
  {
    tell,
    blankedDays,
    ...captures
  }: Pick<RowEraserDeps, 'client' | 'table'> & {
    readonly tell: (sentence: string) => Promise<void>;
    /** Gets the days, in UTC, on which meetings ended that a text was taken out of. */
    readonly blankedDays: Set<string>;
  },
): Promise<LeftOvers> {
  const toBlank = createTextSearch(texts);
  const toFind = createTextSearch([...known, ...texts]);
  const left: LeftOver[] = [];
  let blanked = 0;
  await eachMeeting('Search', { ...captures, tell, until }, async ({ uuid, endTime }) => {
    const marked = await Array.fromAsync(textTraces(uuid, toBlank, captures));
    if (marked.length > 0) {
      // Before it, for whoever reads after a kill; after it, for whoever has read in between.
      await renewRuns(uuid, captures);
      for (const trace of marked) await blankText(trace, toBlank, captures);
      await renewRuns(uuid, captures);
      blanked += marked.length;
      blankedDays.add(dayOf(endTime));
    }
    left.push(...grouped(uuid, await Array.fromAsync(textTraces(uuid, toFind, captures))));
  });
  return { left: left.sort((a, b) => (a.uuid + a.of < b.uuid + b.of ? -1 : 1)), blanked };
}

/** Of an instant, in UTC. */
export const dayOf = (instant: string): string => new Date(instant).toISOString().slice(0, 10);

const grouped = (uuid: string, traces: readonly TextTrace[]): LeftOver[] =>
  [...Map.groupBy(traces, ({ item }) => item.sk?.S?.split('#', 1)[0] ?? '')].map(([of, ofKind]) => ({
    uuid,
    of,
    fields: [...new Set(ofKind.flatMap(({ fields }) => fields))].sort(),
    items: ofKind.length,
  }));
