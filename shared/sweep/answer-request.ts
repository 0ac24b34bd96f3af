import { type BackfillAnswer, controlBackfill } from './backfill-control.ts';
import { type CaptureAnswer, captureAsked } from './capture-asked.ts';
import type { Request } from './request.ts';
import type { SweepRun, SweptAccount } from './sweep-deps.ts';
import { type SweptNow, sweepNow } from './sweep-now.ts';

/** The request names an account that is not configured; nothing was done. */
type UnknownAccount = {
  readonly unknownAccount: string;
  /** Our names of those that are. */
  readonly accounts: readonly string[];
};

export type RequestAnswer = SweptNow | BackfillAnswer | CaptureAnswer | UnknownAccount;

/** Does what a command asks of the function, for the account that it names or for all, and answers it. */
export async function answerRequest(
  request: Request,
  accounts: readonly SweptAccount[],
  run: SweepRun,
): Promise<RequestAnswer> {
  const { account: asked } = request;
  const wanted = accounts.filter(({ name, accountId }) => [name, accountId, undefined].includes(asked));
  const [first, ...others] = wanted;
  if (!first) return { unknownAccount: asked ?? '', accounts: accounts.map(({ name }) => name) };
  switch (request.action) {
    case 'backfill':
      return controlBackfill(request, wanted, run);
    case 'capture':
      return captureAsked(request, wanted, run);
    case 'sweep':
      return sweepNow(request, [first, ...others], run);
  }
}
