import type { Reason } from '../../../shared/domain/capture/capture-message.ts';
import { byDataset, type Dataset } from '../../../shared/domain/dataset.ts';
import type { Kind } from '../../../shared/domain/meeting/kind.ts';
import type { Row } from '../../../shared/domain/row/row.ts';
import type { RowVersion, Spell } from './model-zoom.ts';

/** What happens to a worker at one of its effects. */
export type Accident = {
  /** Which of the history's effects, counted from 0 over all workers; or which of that name, from 1. */
  readonly effect: number | { readonly name: string; readonly nth: number };
  /**
   * `die-before` and `die-after` it; `error`: it is refused; `lost`: it is done, and its answer is an error; `silence`: it is
   * never answered, until the client gives up; `freeze`: the worker stops before it, and goes on `ms` later; `throttle`: from
   * it on the table takes no batch of anybody for `ms`.
   */
  readonly what: 'die-before' | 'die-after' | 'error' | 'lost' | 'silence' | 'freeze' | 'throttle';
  readonly ms: number;
};

/** How settings end what is under way. */
export type LeftOut = 'leave-out' | 'take-away';

/** What people and the stack's other parts do meanwhile, in milliseconds after the meeting's event. */
export type Happening = {
  readonly atMs: number;
  /**
   * `pause`: for half a year nothing is received and nobody is rescued, as while the stack is switched off; `leave-out`: from then on
   * the settings leave out its kind; `take-away`: from then on there are no queues for its datasets, and nobody who works them.
   */
  readonly what: 'demand' | 'snapshot' | 'event-again' | 'redrive' | 'erase' | 'expire' | 'pause' | LeftOut;
  /** Of which meetings a demand or a snapshot is. @default all */
  readonly of?: 'first' | 'others';
};

/** All that a captured meeting can meet. */
export type History = {
  readonly seed: number;
  readonly captured: readonly Dataset[];
  readonly kind: Kind;
  /** Zoom has it in the lists of the other kind. */
  readonly converted: boolean;
  readonly endTime: string;
  /** When its event comes; a day and more late, as by a backfill. */
  readonly heardAfterMs: number;
  /** Why it is captured. */
  readonly reason: Exclude<Reason, 'demand'>;
  readonly readyAfterMs: number;
  readonly versions: readonly RowVersion[];
  /** Those of other meetings that end at the same time, two at most. */
  readonly others: readonly (readonly RowVersion[])[];
  /** How long before the end somebody asks for a snapshot, in milliseconds each. */
  readonly snapshots: readonly number[];
  readonly pageSize: number;
  readonly spells: readonly Spell[];
  readonly accidents: readonly Accident[];
  readonly happenings: readonly Happening[];
  /** Of each worker, milliseconds ahead of the true time. */
  readonly clocks: readonly number[];
  readonly zoomCallMs: number;
  readonly timeoutMs: number;
  /** A worker whose invocation ran out of time stands still until the next one thaws it, so long after. */
  readonly thawsAfterMs: number;
  readonly retentionDays: number;
  /** Calls that are left of the day on which the meeting ends, for its reason; undefined for all. */
  readonly callsLeft: number | undefined;
  /** How much later than a write an index may show it. */
  readonly indexDelayMs: number;
  readonly queue: {
    readonly duplicated: number;
    readonly delayed: number;
    readonly shuffled: boolean;
    /** SQS's is 15 minutes. A longer one makes a history of days cheap, and hides no step of the capture itself. */
    readonly longestDelayMs: number;
  };
};

/** The person whom an erasure is about. */
export const erasedEmail = 'ada@example.com';

/** A row of a person, of a few that are alike; `edit` is what Zoom corrects later. */
function rowOf(dataset: Dataset, person: number, edit: number): Row {
  const email = person === 0 ? erasedEmail : '';
  if (dataset === 'registrants') return registrantOf(person, email, edit);
  const stay = {
    // Nobody shares hers: a stay in a meeting tells whose row it is.
    user_id: person === 0 ? '16778240' : String(person % 4),
    join_time: '2026-11-20T08:30:00Z',
    leave_time: `2026-11-20T08:5${edit}:00Z`,
    user_name: person === 0 ? 'Ada' : `Person ${person}`,
  };
  if (dataset === 'report') return { ...stay, user_email: email, duration: 60 + edit };
  if (dataset === 'participants') return { ...stay, email };
  return { ...stay, email, user_qos: [{ date_time: stay.join_time, audio_input: { latency: `${edit} ms` } }] };
}

/** Somebody may be approved or denied later, and is in another list then. */
const registrantOf = (person: number, email: string, edit: number): Row => ({
  id: `registrant-${person}`,
  email,
  first_name: person === 0 ? 'Ada' : `Person ${person}`,
  create_time: '2026-11-19T10:00:00Z',
  status: ['approved', 'pending', 'denied', 'approved'][(person + edit) % 4],
});

/** Who was there, by number (0 is the person who may be erased), and what was corrected, in turn. */
export type Draft = { readonly people: readonly number[]; readonly edits: readonly number[] };

/** What Zoom shows from an instant on, in milliseconds after the end. */
export function versionOf(atMs: number, { people, edits }: Draft): RowVersion {
  const of = (dataset: Dataset) => people.map((person, at) => rowOf(dataset, person, edits[at % edits.length] ?? 0));
  return { atMs, rows: byDataset(of) };
}

/** A meeting of five, in pages of two, that nothing happens to: others are made from it. */
export const calmHistory: History = {
  seed: 1,
  captured: ['participants'],
  kind: 'meeting',
  converted: false,
  endTime: '2026-11-20T08:59:00Z',
  heardAfterMs: 5_000,
  reason: 'event',
  readyAfterMs: 0,
  versions: [versionOf(0, { people: [1, 2, 3, 4, 5], edits: [0] })],
  others: [],
  snapshots: [],
  pageSize: 2,
  spells: [],
  accidents: [],
  happenings: [],
  clocks: [0, 0],
  zoomCallMs: 200,
  timeoutMs: 120_000,
  thawsAfterMs: 13 * 60_000,
  retentionDays: 0,
  callsLeft: undefined,
  indexDelayMs: 0,
  queue: { duplicated: 0, delayed: 0, shuffled: false, longestDelayMs: 4 * 3_600_000 },
};
