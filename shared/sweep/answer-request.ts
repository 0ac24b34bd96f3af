import { type BackfillAnswer, controlBackfill } from './backfill-control.ts';
import type { BackfillRequest, SweepRequest } from './request.ts';
import { type SweptNow, sweepNow } from './sweep-now.ts';
import type { Invoked, SweepWorld, SweptAccount } from './sweep-world.ts';

/** Does what a command asks of the function, and answers it. */
export const answerRequest = (
  request: SweepRequest | BackfillRequest,
  accounts: readonly SweptAccount[],
  invoked: Invoked,
  world: SweepWorld,
): Promise<SweptNow | BackfillAnswer> =>
  request.action === 'backfill'
    ? controlBackfill(request, accounts, invoked, world)
    : sweepNow(request, accounts, invoked, world);
