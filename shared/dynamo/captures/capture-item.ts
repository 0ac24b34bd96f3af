import * as z from 'zod/mini';
import {
  type Capture,
  type CaptureState,
  captureStates,
  isFinal,
  isSnapshot,
  listTypes,
} from '../../domain/capture.ts';
import { datasets, kinds } from '../../domain/dataset.ts';
import type { Item } from '../item.ts';
import { fromAttribute, toAttribute } from '../rows/attribute-values.ts';
import { entities, sortKeys } from '../schema.ts';

const optional = z.exactOptional;
const count = z.int();
const listType = z.enum(listTypes);

const progress = z.object({
  type: listType,
  segments: z.array(z.object({ run: count, fromPage: count })),
  pages: count,
  rows: count,
  erased: optional(count),
  erasures: optional(z.string()),
  expectedRows: optional(count),
  contentHash: z.string(),
  halfReadyRows: count,
  pageToken: optional(z.string()),
  pageTokenAt: optional(z.string()),
  complete: z.boolean(),
  sweep: z.boolean(),
  restarts: count,
});

const fault = z.object({
  at: z.string(),
  name: z.string(),
  message: z.string(),
  status: optional(count),
  code: optional(count),
  trackingId: optional(z.string()),
});

const captureItem = z.object({
  uuid: z.string(),
  dataset: z.enum(datasets),
  account: z.string(),
  kind: z.enum(kinds),
  meetingId: z.string(),
  endTime: z.string(),
  state: z.enum(captureStates),
  registeredAt: z.string(),
  looks: count,
  run: count,
  rows: count,
  erased: optional(count),
  pages: count,
  expectedRows: optional(count),
  contentHash: optional(z.string()),
  type: optional(listType),
  calls: count,
  capturedAt: optional(z.string()),
  settledAt: optional(z.string()),
  nextLookAt: optional(z.string()),
  notReady: count,
  parked: count,
  troubles: count,
  setbacks: optional(count),
  lease: optional(z.object({ owner: z.string(), until: z.string(), taker: optional(z.string()) })),
  progress: optional(progress),
  lastError: optional(fault),
});

/**
 * `by-state` holds what is not well and done: a capture that is settled or rightly empty has left it. Snapshots of running
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
 */
export function encodeCapture(capture: Capture, expiresAt: number | undefined): Item {
  const dueAt = capture.lease?.until ?? capture.nextLookAt ?? capture.registeredAt;
  const openState = openStateOf(capture);
  const fields = toAttribute({
    pk: capture.uuid,
    sk: sortKeys.capture(capture.dataset),
    entity: entities.capture,
    ...capture,
    ...(openState !== undefined && { openState, dueAt }),
    ...(expiresAt !== undefined && { expiresAt }),
  });
  if (!fields?.M) throw new TypeError(`The capture of ${capture.uuid} has a value that DynamoDB cannot hold.`);
  return fields.M;
}

/** @throws when the item was not written by {@link encodeCapture}. */
export function decodeCapture(item: Item): Capture {
  return captureItem.parse(fromAttribute({ M: item }));
}
