import { type Dataset, datasets } from '../../shared/domain/dataset.ts';

/** What was removed, in numbers. */
export type Counts = {
  readonly rows: Readonly<Record<Dataset, number>>;
  /** Items of QoS samples. */
  readonly sampleItems: number;
  /** Meetings whose host they were. */
  readonly hosted: number;
  /** Meetings that anything was removed of. */
  readonly meetings: number;
};

export type Tally = ReturnType<typeof createTally>;

export function createTally() {
  const rows: Record<Dataset, number> = { participants: 0, qos: 0, report: 0 };
  const meetings = new Set<string>();
  let sampleItems = 0;
  let hosted = 0;
  return {
    addRows(uuid: string, dataset: Dataset, count: number, samples: number) {
      rows[dataset] += count;
      sampleItems += samples;
      meetings.add(uuid);
    },
    addHosted(uuid: string) {
      hosted += 1;
      meetings.add(uuid);
    },
    /** All together, to see whether there were more. */
    removed: () => hosted + datasets.reduce((sum, dataset) => sum + rows[dataset], 0),
    counts: (): Counts => ({ rows: { ...rows }, sampleItems, hosted, meetings: meetings.size }),
  };
}
