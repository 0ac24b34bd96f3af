import { type BackfillAnswer, controlBackfill } from './backfill-control.ts';
import { type CaptureAnswer, captureAsked } from './capture-asked.ts';
import type { Request } from './request.ts';
import { type SweptNow, sweepNow } from './sweep-now.ts';
import type { Invoked, SweepWorld, SweptAccount } from './sweep-world.ts';

/** Does what a command asks of the function, and answers it. */
export async function answerRequest(
  request: Request,
  accounts: readonly SweptAccount[],
  invoked: Invoked,
  world: SweepWorld,
): Promise<SweptNow | BackfillAnswer | CaptureAnswer> {
  switch (request.action) {
    case 'backfill':
      return controlBackfill(request, accounts, invoked, world);
    case 'capture':
      return captureAsked(request, accounts, world);
    case 'sweep':
      return sweepNow(request, accounts, invoked, world);
  }
}
