import * as fc from 'fast-check';
import { type Dataset, datasets } from '../../../shared/domain/dataset.ts';
import { kinds } from '../../../shared/domain/kind.ts';
import type { Row } from '../../../shared/domain/row.ts';
import { type Answer, answers, type RowVersion, type Spell } from './model-zoom.ts';

const minute = 60_000;
const hour = 60 * minute;

/** What happens to a worker at one of its effects. */
export type Accident = {
  /** Which of the history's effects, counted from 0 over all workers. */
  readonly effect: number;
  /**
   * `die-before` and `die-after` it; `error`: it is refused; `lost`: it is done, and its answer is an error; `silence`: it is
   * never answered, until the client gives up; `freeze`: the worker stops before it, and goes on `ms` later.
   */
  readonly what: 'die-before' | 'die-after' | 'error' | 'lost' | 'silence' | 'freeze';
  readonly ms: number;
};

/** What people and the stack's other parts do meanwhile, in milliseconds after the meeting's end. */
export type Happening = {
  readonly atMs: number;
  readonly what: 'demand' | 'event-again' | 'redrive' | 'erase' | 'expire';
};

/** All that a captured meeting can meet, drawn from one seed. */
export type History = {
  readonly seed: number;
  readonly captured: readonly Dataset[];
  readonly kind: (typeof kinds)[number];
  /** Zoom has it in the lists of the other kind. */
  readonly converted: boolean;
  readonly endTime: string;
  /** When its event comes; a day and more late, as by a backfill. */
  readonly heardAfterMs: number;
  readonly readyAfterMs: number;
  readonly versions: readonly RowVersion[];
  readonly pageSize: number;
  readonly spells: readonly Spell[];
  readonly accidents: readonly Accident[];
  readonly happenings: readonly Happening[];
  /** Of each worker, milliseconds ahead of the true time. */
  readonly clocks: readonly number[];
  readonly zoomCallMs: number;
  readonly timeoutMs: number;
  readonly retentionDays: number;
  readonly queue: { readonly duplicated: number; readonly delayed: number; readonly shuffled: boolean };
};

/** The person whom an erasure is about. */
export const erasedEmail = 'ada@example.com';

/** A row of a person, of a few that are alike; `edit` is what Zoom corrects later. */
function rowOf(dataset: Dataset, person: number, edit: number): Row {
  const stay = {
    // Nobody shares hers: a stay in a meeting tells whose row it is.
    user_id: person === 0 ? '16778240' : String(person % 4),
    join_time: '2026-11-20T08:30:00Z',
    leave_time: `2026-11-20T08:5${edit}:00Z`,
    user_name: person === 0 ? 'Ada' : `Person ${person}`,
  };
  const email = person === 0 ? erasedEmail : '';
  if (dataset === 'report') return { ...stay, user_email: email, duration: 60 + edit };
  if (dataset === 'participants') return { ...stay, email };
  return { ...stay, email, user_qos: [{ date_time: stay.join_time, audio_input: { latency: `${edit} ms` } }] };
}

type Draft = { readonly people: readonly number[]; readonly edits: readonly number[] };

/** The lists of one version: QoS has the people whom the others have, the report those of the edits. */
const rowsOf = ({ people, edits }: Draft): Record<Dataset, readonly Row[]> => {
  const of = (dataset: Dataset) => people.map((person, at) => rowOf(dataset, person, edits[at % edits.length] ?? 0));
  return { participants: of('participants'), qos: of('qos'), report: of('report') };
};

const draft: fc.Arbitrary<Draft> = fc.record({
  people: fc.oneof(
    { weight: 6, arbitrary: fc.array(fc.nat(7), { minLength: 2, maxLength: 9 }) },
    { weight: 1, arbitrary: fc.constantFrom([], [1], [0]) },
  ),
  edits: fc.array(fc.nat(9), { minLength: 1, maxLength: 3 }),
});

const versions: fc.Arbitrary<readonly RowVersion[]> = fc
  .tuple(
    draft,
    fc.array(fc.tuple(fc.constantFrom(6 * minute, 16 * minute, 1 * hour, 20 * hour, 25 * hour), draft), {
      maxLength: 3,
    }),
  )
  .map(([first, later]) => [
    { atMs: 0, rows: rowsOf(first) },
    ...later.sort(([a], [b]) => a - b).map(([atMs, next]) => ({ atMs, rows: rowsOf(next) })),
  ]);

const forEver = 1e9;
/** Answers that no plan outlives: for ever they end a capture `failed` or `parked`, as its oracle says. */
const anySpell: fc.Arbitrary<Spell> = fc.record(
  {
    answer: fc.constantFrom<Answer>(...answers),
    dataset: fc.constantFrom(...datasets),
    page: fc.constantFrom('first' as const, 'later' as const, 'any' as const),
    fromCall: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 25 })),
    calls: fc.constantFrom(1, 1, 2, 4, 12, forEver),
  },
  { requiredKeys: ['answer', 'page', 'fromCall', 'calls'] },
);

const accident: fc.Arbitrary<Accident> = fc.record({
  effect: fc.oneof(fc.nat(60), fc.nat(400)),
  what: fc.constantFrom(
    'die-before' as const,
    'die-after' as const,
    'error' as const,
    'lost' as const,
    'silence' as const,
    'freeze' as const,
    'freeze' as const,
  ),
  ms: fc.constantFrom(1_000, 90_000, 3 * minute, 13 * minute, 2 * hour),
});

const happening: fc.Arbitrary<Happening> = fc.record({
  atMs: fc.oneof(fc.integer({ min: 0, max: 30 * minute }), fc.integer({ min: 0, max: 30 * hour })),
  what: fc.constantFrom(
    'demand' as const,
    'demand' as const,
    'event-again' as const,
    'redrive' as const,
    'erase' as const,
    'expire' as const,
  ),
});

export const history: fc.Arbitrary<History> = fc.record({
  seed: fc.nat(1e6),
  captured: fc.subarray([...datasets], { minLength: 1 }),
  kind: fc.constantFrom(...kinds),
  converted: fc.constantFrom(false, false, false, true),
  endTime: fc.constantFrom('2026-11-20T08:59:00Z', '2026-11-20T23:52:00Z'),
  heardAfterMs: fc.constantFrom(5_000, 5_000, 5_000, 20 * minute, 26 * hour),
  readyAfterMs: fc.constantFrom(0, 0, 0, 10 * minute, 12 * hour, 30 * hour),
  versions,
  pageSize: fc.integer({ min: 1, max: 6 }),
  spells: fc.array(anySpell, { maxLength: 3 }),
  accidents: fc.array(accident, { maxLength: 4 }),
  happenings: fc.array(happening, { maxLength: 5 }),
  clocks: fc.array(fc.integer({ min: -3_000, max: 3_000 }), { minLength: 2, maxLength: 4 }),
  zoomCallMs: fc.constantFrom(0, 200, 20_000),
  timeoutMs: fc.constantFrom(120_000, 120_000, 65_000),
  retentionDays: fc.constantFrom(0, 3, 30),
  queue: fc.record({
    duplicated: fc.constantFrom(0, 0.3),
    delayed: fc.constantFrom(0, 0.3),
    shuffled: fc.boolean(),
  }),
});
