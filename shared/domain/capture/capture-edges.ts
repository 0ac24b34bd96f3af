import { type CaptureState, openStates } from './capture.ts';

const notRunning = ['waiting', 'captured', 'parked', 'settled', 'empty', 'unavailable', 'failed', 'live'] as const;

/** Every edge from stored states to others. `new`: nothing is stored. `never`: of these pairs, those that cannot be. */
export const edges = {
  registered: { from: ['new'], to: ['waiting'] },
  started: { from: notRunning, to: ['running'] },
  'taken over or continued': { from: ['running'], to: ['running'] },
  'page stored': { from: ['running'], to: ['running'] },
  'begun anew': { from: ['running'], to: ['running'] },
  'handed over': { from: ['running'], to: ['running'] },
  'rows, another poll planned': { from: ['running'], to: ['captured'] },
  'rows, as they are': { from: ['running'], to: ['settled'] },
  'snapshot taken': { from: ['running'], to: ['live'] },
  'not ready': { from: ['running'], to: ['waiting', 'captured'] },
  'never ready': { from: ['running'], to: ['unavailable', 'settled', 'failed'] },
  'rightly empty': { from: ['running'], to: ['empty'] },
  'rate limit or transient failure': { from: ['running'], to: ['waiting', 'captured'] },
  'calls are stopped': { from: ['running'], to: ['waiting', 'captured'] },
  'held while calls are stopped': { from: notRunning, to: 'as it is' },
  "account's fault": { from: ['running'], to: ['parked'] },
  'final answer or no end of failures': { from: ['running'], to: ['failed'] },
  'older than what Zoom keeps': { from: openStates, to: ['failed'] },
  'left out by the settings': {
    from: openStates,
    to: ['unavailable', 'settled', 'failed'],
    // No poll has brought rows to a capture that waits; one has to a captured one.
    never: ['waiting → settled', 'captured → unavailable'],
  },
} as const satisfies Record<string, Arrows>;

type Arrows = {
  readonly from: readonly (CaptureState | 'new')[];
  readonly to: readonly CaptureState[] | 'as it is';
  readonly never?: readonly `${CaptureState} → ${CaptureState}`[];
};

export type Edge = keyof typeof edges;

/** Every way from one stored state to another, by the edge that takes it. */
export const ways = Object.entries<Arrows>(edges).flatMap(([edge, { from, to, never = [] }]) =>
  from
    .flatMap((before) => (to === 'as it is' ? [before] : to).map((after) => ({ edge, from: before, to: after })))
    .filter((way) => !never.some((one) => one === `${way.from} → ${way.to}`)),
);
