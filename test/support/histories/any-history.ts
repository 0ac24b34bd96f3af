import * as fc from 'fast-check';
import { type Dataset, datasets, knownDatasets } from '../../../shared/domain/dataset.ts';
import { kinds } from '../../../shared/domain/meeting/kind.ts';
import { type Accident, type Draft, type Happening, type History, type LeftOut, versionOf } from './history.ts';
import { type Answer, answers } from './model-answers.ts';
import type { RowVersion, Spell } from './model-zoom.ts';

const minute = 60_000;
const hour = 60 * minute;

/** One of these as often as its weight says. */
const weighted = <Value>(...choices: readonly (readonly [weight: number, value: Value])[]): fc.Arbitrary<Value> =>
  fc.oneof(...choices.map(([weight, value]) => ({ weight, arbitrary: fc.constant(value) })));

const draft: fc.Arbitrary<Draft> = fc.record({
  people: fc.oneof(
    { weight: 6, arbitrary: fc.array(fc.nat(7), { minLength: 2, maxLength: 9 }) },
    { weight: 1, arbitrary: fc.constantFrom([], [1], [0]) },
  ),
  edits: fc.array(fc.nat(9), { minLength: 1, maxLength: 3 }),
});

/** Zoom corrects and completes its lists for a day. */
const versions: fc.Arbitrary<readonly RowVersion[]> = fc
  .tuple(
    draft,
    fc.array(fc.tuple(fc.constantFrom(6 * minute, 16 * minute, 1 * hour, 20 * hour, 25 * hour), draft), {
      maxLength: 3,
    }),
  )
  .map(([first, later]) => [
    versionOf(0, first),
    ...later.sort(([a], [b]) => a - b).map(([atMs, next]) => versionOf(atMs, next)),
  ]);

const forEver = 1e9;
/** A limit that never ends is asked again four times an hour for all days: it is a kept history, and no random one. */
const longestLimit = 40;
const spell: fc.Arbitrary<Spell> = fc
  .record(
    {
      answer: fc.constantFrom<Answer>(...answers),
      dataset: fc.constantFrom(...knownDatasets),
      page: fc.constantFrom('first' as const, 'later' as const, 'any' as const),
      fromCall: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 25 })),
      fromMs: fc.constantFrom(6 * minute, 1 * hour, 24 * hour),
      calls: fc.constantFrom(1, 1, 2, 4, 12, forEver),
    },
    { requiredKeys: ['answer', 'page', 'fromCall', 'calls'] },
  )
  .map((drawn) =>
    drawn.answer === 'rate-limit-second' ? { ...drawn, calls: Math.min(longestLimit, drawn.calls) } : drawn,
  );

const accident: fc.Arbitrary<Accident> = fc.record({
  effect: fc.oneof(fc.nat(60), fc.nat(400)),
  what: weighted<Accident['what']>(
    [1, 'die-before'],
    [1, 'die-after'],
    [1, 'error'],
    [1, 'lost'],
    [1, 'silence'],
    [2, 'freeze'],
    [1, 'throttle'],
  ),
  ms: fc.constantFrom(1_000, 90_000, 3 * minute, 13 * minute, 2 * hour),
});

const happening: fc.Arbitrary<Happening> = fc.record(
  {
    atMs: fc.oneof(fc.integer({ min: 0, max: 30 * minute }), fc.integer({ min: 0, max: 30 * hour })),
    what: weighted<Happening['what']>(
      [40, 'demand'],
      [20, 'event-again'],
      [20, 'redrive'],
      [20, 'erase'],
      [20, 'expire'],
      [10, 'leave-out'],
      [5, 'take-away'],
      [1, 'pause'],
    ),
    of: fc.constantFrom('first', 'others'),
  },
  { requiredKeys: ['atMs', 'what'] },
);

/** Heard of at once, and there until the end, whatever the rest of the history says. */
const keptForEver = { heardAfterMs: 5_000, retentionDays: 0 };

/** The stack is switched off for half a year while a worker has just died, or while the account is at fault. */
const switchedOff: fc.Arbitrary<Partial<History>> = fc.oneof(
  fc.record({ effect: fc.nat(40), atMs: fc.constantFrom(6 * minute, 16 * minute) }).map(({ effect, atMs }) => ({
    ...keptForEver,
    readyAfterMs: 0,
    accidents: [{ effect, what: 'die-after' as const, ms: 0 }],
    happenings: [{ atMs, what: 'pause' as const }],
  })),
  fc.integer({ min: 20 * minute, max: 30 * hour }).map((atMs) => ({
    ...keptForEver,
    spells: [{ answer: 'missing-scope' as const, page: 'any' as const, fromCall: 1, calls: forEver }],
    happenings: [{ atMs, what: 'pause' as const }],
  })),
);

/** One in five captures an optional dataset too, or nothing else. */
const captured: fc.Arbitrary<readonly Dataset[]> = fc.oneof(
  { weight: 4, arbitrary: fc.subarray([...datasets], { minLength: 1 }) },
  { weight: 1, arbitrary: fc.subarray([...datasets]).map((usual) => [...usual, 'registrants' as const]) },
);

const freeHistory: fc.Arbitrary<History> = fc.record({
  seed: fc.nat(1e6),
  captured,
  kind: fc.constantFrom(...kinds),
  converted: weighted([3, false], [1, true]),
  endTime: fc.constantFrom('2026-11-20T08:59:00Z', '2026-11-20T23:52:00Z'),
  heardAfterMs: weighted([3, 5_000], [1, 20 * minute], [1, 26 * hour]),
  reason: weighted<History['reason']>([4, 'event'], [1, 'sweep'], [1, 'backfill']),
  readyAfterMs: weighted([3, 0], [1, 10 * minute], [1, 12 * hour], [1, 30 * hour]),
  versions,
  others: fc.oneof(
    { weight: 4, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(versions, { minLength: 1, maxLength: 1 }) },
  ),
  snapshots: fc.oneof(
    { weight: 5, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(fc.integer({ min: 0, max: 40 * minute }), { minLength: 1, maxLength: 3 }) },
  ),
  pageSize: fc.integer({ min: 1, max: 6 }),
  spells: fc.array(spell, { maxLength: 3 }),
  accidents: fc.array(accident, { maxLength: 4 }),
  happenings: fc.array(happening, { maxLength: 5 }),
  clocks: fc.array(fc.integer({ min: -3_000, max: 3_000 }), { minLength: 2, maxLength: 4 }),
  zoomCallMs: fc.constantFrom(0, 200, 20_000),
  timeoutMs: weighted([2, 120_000], [1, 65_000]),
  thawsAfterMs: weighted([3, 13 * minute], [1, 14_000]),
  retentionDays: fc.constantFrom(0, 3, 30),
  callsLeft: weighted<number | undefined>([12, undefined], [1, 0], [1, 3], [1, 10]),
  // An erasure counts on no more than 2 seconds.
  indexDelayMs: weighted([3, 0], [1, 2_000]),
  queue: fc.record({
    duplicated: fc.constantFrom(0, 0.3),
    delayed: fc.constantFrom(0, 0.3),
    shuffled: fc.boolean(),
    longestDelayMs: weighted([1, 15 * minute], [3, 4 * hour]),
  }),
});

/** What brings both meetings into a state, and how long after the end they are in it. */
type AtRest = { readonly changes: Partial<History>; readonly spell?: Spell; readonly fromMs: number };

const alone = [versionOf(0, { people: [1], edits: [0] })];
const several = [versionOf(0, { people: [1, 2, 3, 4, 5], edits: [0] })];
const always = (answer: Answer): Spell => ({ answer, page: 'any', fromCall: 1, calls: forEver });

const atRest: fc.Arbitrary<AtRest> = fc.constantFrom<AtRest>(
  { changes: {}, fromMs: 20 * minute },
  { changes: {}, fromMs: 29 * hour },
  {
    changes: { captured: [...datasets], kind: 'meeting', converted: false, versions: alone, others: [alone] },
    fromMs: 2 * hour,
  },
  { changes: { readyAfterMs: 1_000 * hour }, fromMs: 29 * hour },
  { changes: {}, spell: always('final'), fromMs: 30 * minute },
  { changes: {}, spell: always('missing-scope'), fromMs: 30 * minute },
  // Both have a snapshot.
  { changes: { captured: ['participants', 'qos'], snapshots: [30 * minute] }, fromMs: -20 * minute },
);

/** Zoom says that the day's calls are used up to whoever asks for one meeting; then somebody asks for the other. */
const stoppedWhileAtRest: fc.Arbitrary<Partial<History>> = fc
  .record({ at: atRest, calls: fc.constantFrom(3, 12), afterMs: fc.integer({ min: 2_000, max: 50_000 }) })
  .map(({ at: { changes, spell: before, fromMs }, calls, afterMs }) => {
    const what = fromMs < 0 ? 'snapshot' : 'demand';
    return {
      ...keptForEver,
      readyAfterMs: 0,
      versions: several,
      others: [several],
      clocks: [0],
      zoomCallMs: 200,
      accidents: [],
      callsLeft: undefined,
      spells: [{ answer: 'rate-limit-day', page: 'any', fromMs, fromCall: 1, calls }, ...(before ? [before] : [])],
      happenings: [
        { atMs: fromMs, what, of: 'first' },
        { atMs: fromMs + afterMs, what, of: 'others' },
      ],
      ...changes,
    };
  });

const failing = (answer: Answer, page: Spell['page'], fromMs: number): Partial<History> => ({
  spells: [{ answer, page, fromMs, fromCall: 1, calls: forEver }],
});
/** The first call is for a token; each poll makes three. */
const dyingAfterCall = (nth: number): Partial<History> => ({
  accidents: [{ effect: { name: 'zoom', nth }, what: 'die-after', ms: 0 }],
});

/** What is under way when the settings leave it out: in the first poll, or in the second, which comes an hour after the end. */
const underWay: fc.Arbitrary<{ readonly changes: Partial<History>; readonly inPoll: 1 | 2 }> = fc.constantFrom(
  { changes: failing('server-error', 'later', 0), inPoll: 1 },
  { changes: failing('missing-scope', 'later', 0), inPoll: 1 },
  { changes: failing('missing-scope', 'any', 0), inPoll: 1 },
  { changes: dyingAfterCall(1), inPoll: 1 },
  { changes: dyingAfterCall(3), inPoll: 1 },
  { changes: failing('server-error', 'later', 50 * minute), inPoll: 2 },
  { changes: failing('missing-scope', 'first', 50 * minute), inPoll: 2 },
  { changes: { ...dyingAfterCall(5), versions: several }, inPoll: 2 },
);

const leftOut: fc.Arbitrary<Partial<History>> = fc
  .record({
    at: underWay,
    afterMs: fc.integer({ min: 1 * minute, max: 3 * minute }),
    what: weighted<LeftOut>([2, 'leave-out'], [1, 'take-away']),
  })
  .map(({ at: { changes, inPoll }, afterMs, what }) => ({
    ...keptForEver,
    captured: ['participants'],
    converted: false,
    readyAfterMs: 0,
    versions: [...several, versionOf(16 * minute, { people: [5, 4, 1, 6], edits: [0, 7] })],
    others: [],
    snapshots: [],
    pageSize: 2,
    spells: [],
    accidents: [],
    zoomCallMs: 200,
    callsLeft: undefined,
    happenings: [{ atMs: (inPoll === 1 ? 5 : 60) * minute + afterMs, what }],
    ...changes,
  }));

/** Three meetings in a row without a good answer are an outage; it begins at the first poll or a later one. */
const outage: fc.Arbitrary<Partial<History>> = fc
  .record({
    answer: fc.constantFrom<Answer>('server-error', 'reset', 'html', 'broken-json', 'timeout'),
    fromMs: fc.constantFrom(5 * minute, 6 * minute, 1 * hour, 24 * hour),
    calls: fc.constantFrom(12, 40),
    others: fc.array(versions, { minLength: 2, maxLength: 2 }),
  })
  .map(({ others, ...spell }) => ({ others, spells: [{ ...spell, page: 'any', fromCall: 1 }] }));

/** Some are bent to what chance alone would seldom bring. */
export const anyHistory: fc.Arbitrary<History> = fc
  .tuple(
    freeHistory,
    fc.oneof(
      { weight: 51, arbitrary: fc.constant({}) },
      { weight: 3, arbitrary: switchedOff },
      { weight: 2, arbitrary: stoppedWhileAtRest },
      { weight: 3, arbitrary: leftOut },
      { weight: 1, arbitrary: outage },
    ),
  )
  .map(([history, bent]) => ({ ...history, ...bent }));
