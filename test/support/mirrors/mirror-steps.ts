import * as fc from 'fast-check';
import { type Dataset, datasets } from '../../../shared/domain/dataset.ts';
import type { MirrorOptions } from '../../../shared/operations/export/mirror-day.ts';
import { type ExportFormat, exportFormats } from '../../../shared/operations/export/tables/export-columns.ts';
import { anyHistory } from '../histories/any-history.ts';
import type { History } from '../histories/history.ts';

/** How a mirror ends before its time, and how fast its reads are. */
type Run = {
  /** At which of its effects it dies, from 0; absent for never. */
  readonly diesAt?: number | undefined;
  /** Whether that effect is done all the same. */
  readonly done: boolean;
  /** What each read takes, in virtual milliseconds: captures go on meanwhile. */
  readonly readMs: number;
};

/** What happens to a store and its mirrors, besides the captures of a history. */
export type MirrorStep = { readonly atMs: number } & (
  | ({ readonly what: 'export'; readonly format: ExportFormat; readonly options: number } & Run)
  /** `all`: as its schedule runs it; `days`: as an erasure asks for days. */
  | ({ readonly what: 'lake'; readonly of: 'all' | 'days'; readonly captured: readonly Dataset[] } & Run)
  /** A meeting comes in whole, as by a sweep: of which day is the shift from the history's. */
  | { readonly what: 'late'; readonly seed: number; readonly shift: number }
  /** One of those that came so expires, is forgotten, or gets another row of Zoom's list. */
  | { readonly what: 'expire' | 'forget' | 'listed'; readonly nth: number }
);

export type MirroredHistory = { readonly history: History; readonly steps: readonly MirrorStep[] };

/** What mirrors are asked for, by number. */
export const mirrorOptions: readonly MirrorOptions[] = [
  {},
  { blanks: 'null' },
  { settled: true },
  { excel: { separator: ';', decimalComma: true } },
];

/** With those that tell who was expected: a lake that never knew of them says other things of attendance than the store. */
export const usuallyCaptured: readonly Dataset[] = [...datasets, 'registrants', 'absentees'];

const minute = 60_000;
const hour = 60 * minute;

const atMs = fc.oneof(
  fc.integer({ min: 0, max: 80 * minute }),
  fc.integer({ min: 0, max: 30 * hour }),
  fc.constantFrom(10 * 24 * hour),
);
const run = {
  diesAt: fc.option(fc.nat(60), { nil: undefined, freq: 2 }),
  done: fc.boolean(),
  readMs: fc.constantFrom(0, 0, 0, 5_000, 60_000),
};
const required = ['atMs', 'what', 'done', 'readMs'] as const;

const step: fc.Arbitrary<MirrorStep> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record(
      {
        atMs,
        what: fc.constant('export' as const),
        format: fc.constantFrom(...exportFormats),
        options: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.nat(3) }),
        ...run,
      },
      { requiredKeys: [...required, 'format', 'options'] },
    ),
  },
  {
    weight: 4,
    arbitrary: fc.record(
      {
        atMs,
        what: fc.constant('lake' as const),
        of: fc.constantFrom('all' as const, 'all' as const, 'days' as const),
        captured: fc.constantFrom(
          usuallyCaptured,
          usuallyCaptured,
          usuallyCaptured.filter((dataset) => dataset !== 'qos'),
        ),
        ...run,
      },
      { requiredKeys: [...required, 'of', 'captured'] },
    ),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      atMs,
      what: fc.constant('late' as const),
      seed: fc.nat(1_000),
      shift: fc.constantFrom(0, 0, -1, 1),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      atMs,
      what: fc.constantFrom('expire' as const, 'forget' as const, 'listed' as const),
      nth: fc.nat(5),
    }),
  },
);

/** A history of captures with mirrors in between, some of which die. */
export const anyMirroredHistory: fc.Arbitrary<MirroredHistory> = fc.record({
  history: anyHistory,
  steps: fc.array(step, { minLength: 3, maxLength: 10 }),
});
