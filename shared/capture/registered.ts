import { type Capture, isSnapshot, type ListType, newCapture } from '../domain/capture.ts';
import type { CaptureMessage } from '../domain/capture-message.ts';
import type { Dataset } from '../domain/dataset.ts';
import type { RunningCapture } from '../domain/look.ts';
import type { World } from './world.ts';

export type Registered = {
  readonly capture: Capture;
  /** A snapshot of the running meeting stands in its place until it is taken up. */
  readonly replacesSnapshot: boolean;
};

/**
 * The capture that a message is about, registered if it was not. That of an ended meeting begins anew where a snapshot
 * stands, whose worker may still have its lease. Undefined for a snapshot of a meeting whose end is known: nothing is left to do.
 */
export async function registered(
  message: CaptureMessage,
  dataset: Dataset,
  world: World,
): Promise<Registered | undefined> {
  const isLive = message.listType === 'live';
  const stored = await world.captures.load(message.uuid, dataset);
  if (stored && isSnapshot(stored) === isLive) return { capture: stored, replacesSnapshot: false };
  if (stored && isLive) return undefined;
  const fresh = await register(message, dataset, world);
  const known = (await world.captures.load(message.uuid, dataset)) ?? fresh;
  if (isSnapshot(known) === isLive) return { capture: known, replacesSnapshot: false };
  if (isLive) return undefined;
  const { run, lease } = known;
  return { capture: { ...fresh, type: 'live', run, ...(lease && { lease }) }, replacesSnapshot: true };
}

async function register(message: CaptureMessage, dataset: Dataset, world: World): Promise<Capture> {
  const { v: _, reason, look: __, notBefore, listType, ...meeting } = message;
  const now = new Date(world.now());
  const fresh = newCapture(meeting, dataset, notBefore, now);
  if (listType === 'live') {
    const snapshot: Capture = { ...fresh, type: 'live' };
    await world.captures.registerSnapshot(snapshot);
    return snapshot;
  }
  const endedAt = new Date(meeting.endTime).toISOString();
  const shown = await world.screens.meeting(meeting);
  await world.captures.register({ ...shown, endedAt, registeredAt: now.toISOString(), reason }, fresh);
  return fresh;
}

/**
 * A capture that has just been taken up in the place of a snapshot, after all rows of that are deleted: Zoom may have none
 * for the ended meeting. Its item says that it is a snapshot until it is saved next, so that whoever comes after a kill
 * does the same.
 */
export async function withoutSnapshot(taken: RunningCapture, world: World): Promise<RunningCapture> {
  await world.rows.sweep(taken.uuid, taken.dataset, []);
  const { type: _, ...capture } = taken;
  return capture;
}

/** `pastOne` is known to the participants of meetings alone; absent for the usual. */
export function askedType({ listType, kind }: CaptureMessage, dataset: Dataset): ListType | undefined {
  if (listType !== 'pastOne') return listType;
  return dataset === 'participants' && kind === 'meeting' ? listType : undefined;
}
