import { randomUUID } from 'node:crypto';
import { admit } from '../domain/admission.ts';
import { type Capture, isSnapshot } from '../domain/capture.ts';
import { captureMeasurements } from '../domain/capture-measurements.ts';
import type { CaptureMessage } from '../domain/capture-message.ts';
import type { Dataset } from '../domain/dataset.ts';
import { handOver, takeUp } from '../domain/look.ts';
import { afterNoRows } from '../domain/no-rows.ts';
import { finishLook } from '../domain/settling.ts';
import { finishSnapshot } from '../domain/snapshot.ts';
import { ZoomError, ZoomRateLimitError } from '../zoom/errors.ts';
import type { Delivery } from './delivery.ts';
import { type Looked, look } from './look.ts';
import { askedType, registered, withoutSnapshot } from './registered.ts';
import { setback } from './setback.ts';
import type { World } from './world.ts';

/** The lease outlives the invocation by this much: writes under way at its end have landed by then. */
const leaseMarginMs = 15_000;
/** A planned message takes at least this long, so that the capture's item is saved before it arrives. */
const shortestHopMs = 1_000;

/**
 * Works one message of a dataset's queue as far as it can be worked now: registers the capture, waits by hopping, takes a
 * look, plans the next one. Returns when the message can be deleted: whatever is left to do stands in another message, sent
 * before the capture's item says so. Received twice, or killed anywhere, it loses nothing and doubles nothing.
 * @throws what is no fault of Zoom's (DynamoDB, SQS, a bug): the message is then received again.
 */
export async function capture(
  message: CaptureMessage,
  dataset: Dataset,
  delivery: Delivery,
  world: World,
): Promise<void> {
  const found = await registered(message, dataset, world);
  if (!found) return;
  const { capture: known, replacesSnapshot } = found;
  const admission = admit(message, known, delivery.messageId, world.now());
  if (admission.kind === 'done') return;
  if (admission.kind === 'hop') return hop(message, admission.until, world);
  const leaseUntil = world.now() + delivery.remainingMs() + leaseMarginMs;
  const { messageId: owner } = delivery;
  const type = askedType(message, dataset);
  const taken = takeUp(known, { owner, taker: randomUUID(), now: world.now(), leaseUntil, type });
  if (!(await world.captures.save(taken, known.run))) return hop(message, world.now() + shortestHopMs, world);
  let latest = replacesSnapshot ? await withoutSnapshot(taken, world) : taken;
  try {
    const end = await look(latest, world, delivery, (progressed) => {
      latest = progressed;
    });
    await afterLook(end, message, world);
  } catch (error) {
    await afterFault(error, latest, message, world);
  }
}

async function hop(message: CaptureMessage, until: number, world: World): Promise<void> {
  await world.send(
    { ...message, notBefore: new Date(until).toISOString() },
    Math.max(shortestHopMs, until - world.now()),
  );
}

async function afterLook(end: Looked, message: CaptureMessage, world: World): Promise<void> {
  const { run } = end.capture;
  if (end.kind === 'time-up') {
    // Given back first: the message that goes on must not find the lease.
    await world.captures.save(handOver(end.capture, world.now()), run);
    await world.send(message, 0);
    return;
  }
  const next = finished(end, world);
  await plan(next, message, world);
  await world.captures.save(next, run);
  measure(end.capture, next, message, world);
  const { uuid, dataset, state, rows, pages, looks } = next;
  world.log.info('look finished', { uuid, dataset, state, rows, pages, looks });
}

function finished(end: Exclude<Looked, { kind: 'time-up' }>, { now, waits }: World): Capture {
  const { capture } = end;
  if (isSnapshot(capture)) return finishSnapshot(capture, end, now());
  return end.kind === 'complete'
    ? finishLook(capture, capture.progress, now(), waits)
    : afterNoRows(capture, end, now(), waits);
}

/** Sends the message for the next look, if one is planned. */
async function plan(next: Capture, message: CaptureMessage, world: World): Promise<void> {
  if (next.nextLookAt === undefined) return;
  await hop({ ...message, look: next.looks + 1 }, Date.parse(next.nextLookAt), world);
}

async function afterFault(error: unknown, running: Capture, message: CaptureMessage, world: World): Promise<void> {
  const { uuid, dataset } = running;
  if (!(error instanceof ZoomError)) throw error;
  const reaction = setback(running, error, world.now(), world.waits);
  if (reaction.message === 'hop') await plan(reaction.capture, message, world);
  if (reaction.message === 'bury') await world.bury(message);
  await world.captures.save(reaction.capture, running.run);
  measure(running, reaction.capture, message, world);
  const { state, lastError } = reaction.capture;
  const told = {
    uuid,
    dataset,
    state,
    fault: lastError?.name,
    code: lastError?.code,
    trackingId: lastError?.trackingId,
  };
  if (state === 'parked') world.log.error('account at fault', told);
  else if (reaction.message !== 'hop') world.log.error('capture failed', told);
  else if (isWaitingItsTurn(error)) world.log.info('look waits its turn', told);
  else world.log.warn('look put off', told);
}

/** Where more is captured at a time than the plan allows calls, that is the rule. */
const isWaitingItsTurn = (error: ZoomError): boolean => error instanceof ZoomRateLimitError && error.scope === 'second';

function measure(before: Capture, after: Capture, { reason }: CaptureMessage, world: World): void {
  for (const measurement of captureMeasurements(before, after, reason)) world.record(measurement);
}
