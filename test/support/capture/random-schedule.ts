import * as fc from 'fast-check';
import type { Fault } from '../../../local/simulator/faults/fault.ts';
import { datasets } from '../../../shared/domain/dataset.ts';
import type { EngineFaults } from '../engine-faults/engine-faults.ts';
import type { Kill } from './killer.ts';
import type { QueueFaults } from './queue.ts';

const dataset = fc.constantFrom(...datasets);
const few = fc.integer({ min: 1, max: 3 });
const some = fc.constantFrom(0.05, 0.15);

/** Faults of Zoom's that pass by themselves, and must leave no trace. */
const passingFault: fc.Arbitrary<Fault> = fc.oneof(
  fc.record({
    kind: fc.constantFrom(
      'connection-reset' as const,
      'broken-json' as const,
      'truncated' as const,
      'access-token-revoked' as const,
    ),
    match: fc.record({ probability: some }),
  }),
  fc.record({
    kind: fc.constantFrom('rate-limit-per-second' as const, 'rate-limit-daily' as const),
    headers: fc.constantFrom('all' as const, 'none' as const),
    retryAfter: fc.constantFrom(
      'iso' as const,
      'http-date' as const,
      'seconds' as const,
      'missing' as const,
      'absurd' as const,
    ),
    times: few,
  }),
  fc.record({
    kind: fc.constant('server-error' as const),
    forSeconds: fc.constantFrom(600, 3_600),
    match: fc.record({ dataset }),
  }),
  fc.record({
    kind: fc.constant('not-ready' as const),
    // Well within the two hours and a half that a tenth of the plan waits, since early data come on top of it.
    secondsAfterEnd: fc.constantFrom(900, 1_800),
    match: fc.record({ dataset }),
  }),
  fc.record({
    kind: fc.constantFrom('page-token-expired' as const, 'page-token-repeated' as const),
    match: fc.record({ dataset, page: fc.integer({ min: 2, max: 4 }) }),
    // Three faults at most, as many as the restarts of a poll.
    times: fc.constant(1),
  }),
  fc.record({
    kind: fc.constant('early-data' as const),
    shows: fc.constantFrom(
      'nothing' as const,
      'fewer-rows' as const,
      'short-pages' as const,
      'zero-duration' as const,
      'other-leave-times' as const,
      'other-order' as const,
    ),
    polls: fc.constant(1),
    match: fc.record({ dataset: fc.constantFrom('participants' as const, 'report' as const) }),
  }),
  fc.record({ kind: fc.constant('missing-scope' as const), times: few }),
  fc.record({
    kind: fc.constant('oauth-refused' as const),
    times: few,
    match: fc.record({ endpoint: fc.constant('oauth' as const) }),
  }),
);

export type PermanentFault = {
  readonly fault: Fault;
  readonly state: string;
  readonly error: string;
  readonly dead: boolean;
};

/** Faults of one dataset that never pass, and the outcome that names them. */
const permanentFault: fc.Arbitrary<PermanentFault> = dataset.chain((spoilt) => {
  const match = { dataset: spoilt };
  return fc.constantFrom<PermanentFault>(
    { fault: { kind: 'forbidden-html', match }, state: 'failed', error: 'ZoomUnexpectedError', dead: true },
    { fault: { kind: 'too-old', match }, state: 'failed', error: 'ZoomFinalError', dead: false },
    { fault: { kind: 'no-access', match }, state: 'failed', error: 'ZoomInaccessibleError', dead: false },
    { fault: { kind: 'not-ready', match }, state: 'unavailable', error: 'ZoomNotReadyError', dead: false },
  );
});

const share = fc.constantFrom(0, 0, 0.05, 0.15);
const engineFaults: fc.Arbitrary<EngineFaults> = fc.record({
  throttled: share,
  unprocessed: fc.constantFrom(0, 0.5),
  lost: share,
  slow: fc.record({ share, delayMs: fc.constantFrom(50, 2_000) }),
});
const queueFaults: fc.Arbitrary<QueueFaults> = fc.record({
  duplicated: fc.constantFrom(0, 0.3),
  delayed: fc.constantFrom(0, 0.3),
  shuffled: fc.boolean(),
});
const kill: fc.Arbitrary<Kill> = fc.record({
  effect: fc.nat(80),
  when: fc.constantFrom('before' as const, 'after' as const),
});

/** Early data twice would be the same early data at two polls, and those agree: settled, as it is meant. */
const kindOfFault = (fault: Fault): unknown =>
  fault.kind === 'early-data' ? `${fault.kind} ${fault.match?.dataset}` : fault;

/** Everything that can go wrong around a capture, drawn together. */
export const randomSchedule = fc.record({
  faults: fc.uniqueArray(passingFault, { maxLength: 3, selector: kindOfFault }),
  permanent: fc.option(permanentFault, { nil: undefined, freq: 4 }),
  engineFaults,
  queueFaults,
  kills: fc.array(kill, { maxLength: 2 }),
  atOnce: fc.constantFrom(1, 3, 10),
  // At 40 s each invocation has time for one page.
  timeoutMs: fc.constantFrom(40_000, 120_000),
  pageSizes: fc.record({
    participants: fc.integer({ min: 1, max: 12 }),
    report: fc.integer({ min: 2, max: 30 }),
    qos: fc.integer({ min: 1, max: 10 }),
  }),
  seed: fc.nat(1_000_000),
});
