import type { CaptureFault, Progress } from '../domain/capture.ts';
import { type RestartCause, type RunningCapture, startAgain } from '../domain/look.ts';
import { faultOf, ZoomInaccessibleError, ZoomNotReadyError, ZoomPagingError } from '../zoom/errors.ts';
import type { Delivery } from './delivery.ts';
import { LeaseLostError, RowsDifferError } from './errors.ts';
import { type LookEnd, takeLook } from './take-look.ts';
import type { World } from './world.ts';

/** New runs from page 1 in one look, before a person has to see why. */
const mostRestarts = 3;

export type Looked =
  | Exclude<LookEnd, { kind: 'empty' }>
  | {
      readonly kind: 'no-rows';
      readonly capture: RunningCapture;
      readonly inaccessible: boolean;
      readonly brokeOff: boolean;
      readonly oneParticipant: boolean;
      readonly fault?: CaptureFault;
    };

/**
 * Takes a look to its end: from page 1 again when paging broke, once more with `pastOne` where a meeting may have had one
 * participant.
 * @throws as {@link takeLook}, but for what it deals with.
 */
export async function look(
  taken: RunningCapture,
  world: World,
  delivery: Delivery,
  progressed: (capture: RunningCapture) => void,
): Promise<Looked> {
  const zoom = await world.zoom(taken.account);
  const screen = await world.screens.rows(taken);
  let capture = taken;
  const follow = (next: RunningCapture) => {
    capture = next;
    progressed(next);
  };
  if (screen.erasures !== taken.progress.erasures) {
    const known = { ...taken, progress: withErasures(taken.progress, screen.erasures) };
    // Somebody was erased since the look began: its earlier pages may have brought their rows.
    follow(brokeOff(taken) ? await restart(known, world, 'erasure') : known);
  }
  for (;;) {
    let notReady: ZoomNotReadyError | undefined;
    try {
      const end = await takeLook(capture, zoom, screen, world, delivery, follow);
      if (end.kind !== 'empty') return end;
    } catch (error) {
      const mayRestart = capture.progress.restarts < mostRestarts;
      if (error instanceof ZoomNotReadyError && !(brokeOff(capture) && mayRestart)) notReady = error;
      else if (!isRestartable(error) || !mayRestart) throw error;
      else {
        follow(await restart(capture, world, 'paging'));
        continue;
      }
    }
    if (mayBeOneParticipant(capture)) {
      capture = { ...capture, progress: { ...capture.progress, type: 'pastOne' } };
      continue;
    }
    return {
      kind: 'no-rows',
      capture,
      inaccessible: notReady instanceof ZoomInaccessibleError,
      brokeOff: brokeOff(capture),
      oneParticipant: await hadOneParticipant(capture, world),
      ...(notReady && { fault: faultOf(notReady, new Date(world.now())) }),
    };
  }
}

/** In the middle of the pages, rows of this look stand in the table already. */
const brokeOff = ({ progress }: RunningCapture): boolean => progress.pages > 0;

/** Not ready in the middle of the pages means that they broke off too. */
const isRestartable = (error: unknown): boolean =>
  error instanceof ZoomPagingError || error instanceof RowsDifferError || error instanceof ZoomNotReadyError;

function withErasures({ erasures: _, ...progress }: Progress, erasures: string | undefined): Progress {
  return { ...progress, ...(erasures !== undefined && { erasures }) };
}

async function restart(capture: RunningCapture, world: World, because: RestartCause): Promise<RunningCapture> {
  const again = startAgain(capture, because);
  if (await world.captures.save(again, capture.run)) return again;
  throw new LeaseLostError(`Run ${capture.run} was taken over.`);
}

/** Zoom has the past participants of a one-participant meeting under `pastOne` alone; QoS and webinars have no such type. */
const mayBeOneParticipant = ({ dataset, kind, progress }: RunningCapture): boolean =>
  dataset === 'participants' && kind === 'meeting' && progress.type === 'past' && progress.pages === 0;

async function hadOneParticipant({ uuid, dataset }: RunningCapture, world: World): Promise<boolean> {
  if (dataset === 'participants') return false;
  return (await world.captures.load(uuid, 'participants'))?.type === 'pastOne';
}
