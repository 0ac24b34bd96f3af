import * as z from 'zod/mini';
import { type Capture, type CaptureState, captureStates, isFinal, isSnapshot } from '../../domain/capture/capture.ts';
import { knownDatasets } from '../../domain/dataset.ts';
import { kinds, listTypes } from '../../domain/meeting/kind.ts';
import type { Item } from '../item.ts';
import { fromAttribute, toAttribute } from '../rows/attribute-values.ts';
import { entities, sortKeys } from '../schema.ts';

const optional = z.exactOptional;
/** A safe integer. */
const count = z.int();
const listType = z.enum(listTypes);

const progress = z.object({
  type: listType,
  kind: optional(z.enum(kinds)),
  pageSize: optional(count),
  reached: optional(count),
  segments: z.array(z.object({ run: count, fromPage: count })),
  pages: count,
  rows: count,
  emptyPages: optional(count),
  erased: optional(count),
  leftOut: optional(count),
  erasures: optional(z.string()),
  expectedRows: optional(count),
  contentHash: z.string(),
  halfReadyRows: count,
  pageToken: optional(z.string()),
  pageTokenAt: optional(z.string()),
  complete: z.boolean(),
  compares: optional(z.boolean()),
  prune: z.boolean(),
  restarts: count,
});

const fault = z.object({
  at: z.string(),
  name: z.string(),
  message: z.string(),
  status: optional(count),
  code: optional(count),
  trackingId: optional(z.string()),
  contentType: optional(z.string()),
  excerpt: optional(z.string()),
});

const captureItem = z.object({
  uuid: z.string(),
  dataset: z.enum(knownDatasets),
  account: z.string(),
  kind: z.enum(kinds),
  meetingId: z.string(),
  endTime: z.string(),
  state: z.enum(captureStates),
  registeredAt: z.string(),
  polls: count,
  run: count,
  sequence: count,
  rows: count,
  erased: optional(count),
  leftOut: optional(count),
  pages: count,
  expectedRows: optional(count),
  contentHash: optional(z.string()),
  type: optional(listType),
  unfinishedRows: optional(z.boolean()),
  storedRows: optional(count),
  calls: count,
  capturedAt: optional(z.string()),
  settledAt: optional(z.string()),
  nextPollAt: optional(z.string()),
  plannedAt: optional(z.string()),
  notReady: count,
  parked: count,
  failures: count,
  pollFailures: optional(count),
  failingSince: optional(z.string()),
  lease: optional(z.object({ owner: z.string(), until: z.string(), taker: optional(z.string()) })),
  progress: optional(progress),
  lastError: optional(fault),
});

/**
 * `by-state` holds what is open or needs attention: a capture that is settled or rightly empty has left it. Snapshots of running
 * meetings stand together under `live`, however far they are: nobody takes them for captures there.
 */
const openStateOf = (capture: Capture): CaptureState | undefined => {
  if (isSnapshot(capture)) return 'live';
  const { state } = capture;
  return !isFinal(state) || state === 'failed' || state === 'unavailable' ? state : undefined;
};

/**
 * A capture as its item. A checkpoint changes no attribute that an index has, so it costs one write unit.
 * `expiresAt` in epoch seconds.
 * @throws TypeError when {@link decodeCapture} would not read it again: nothing is written then
 */
export function encodeCapture(capture: Capture, expiresAt: number | undefined): Item {
  const checked = captureItem.safeParse(capture);
  const dueAt = capture.lease?.until ?? capture.nextPollAt ?? capture.registeredAt;
  const openState = openStateOf(capture);
  const fields = toAttribute({
    pk: capture.uuid,
    sk: sortKeys.capture(capture.dataset),
    entity: entities.capture,
    ...capture,
    ...(openState !== undefined && { openState, dueAt }),
    ...(expiresAt !== undefined && { expiresAt }),
  });
  if (fields?.M && checked.success) return fields.M;
  const wrong = checked.error?.issues.map(({ path }) => path.join('.')).join(', ') ?? 'a text';
  throw new TypeError(
    `The capture of ${capture.uuid} cannot be stored: ${wrong} has a value that cannot be read again.`,
  );
}

/** @throws when the item was not written by {@link encodeCapture}. */
export function decodeCapture(item: Item): Capture {
  return captureItem.parse(withNewNames(Object(fromAttribute({ M: item }))));
}

/** The names that version 0.1.0 gave to attributes, by those they have now. */
const formerNames = {
  polls: 'looks',
  nextPollAt: 'nextLookAt',
  failures: 'troubles',
  pollFailures: 'setbacks',
} as const;

/**
 * What version 0.1.0 wrote: a message stood for a numbered poll, and a poll said that it would sweep. Read for as long as a
 * capture of it can be due.
 */
function withNewNames(item: Record<string, unknown>): Record<string, unknown> {
  const renamed = { ...item };
  for (const [name, former] of Object.entries(formerNames)) {
    if (former in item) renamed[name] = item[former];
  }
  const { sweep, ...progress }: Record<string, unknown> = Object(item.progress);
  return {
    ...renamed,
    sequence: item.sequence ?? renamed.polls,
    ...(sweep !== undefined && { progress: { ...progress, prune: sweep } }),
  };
}
