import { controlBackfill } from '../backfill/backfill-control.ts';
import { limitHolders } from '../limit-holders.ts';
import type { SweepRun, SweptAccount } from '../sweep-deps.ts';
import type { RequestAnswer } from './answers.ts';
import { captureAsked } from './capture-asked.ts';
import type { Request } from './request.ts';
import { sweepNow } from './sweep-now.ts';

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
    case 'accounts':
      return {
        stageAccounts: limitHolders(wanted, accounts).map(({ name, accountId, plan }) => ({ name, accountId, plan })),
      };
    case 'backfill':
      return controlBackfill(request, wanted, run);
    case 'capture':
      return captureAsked(request, wanted, run);
    case 'sweep':
      return sweepNow(request, [first, ...others], run);
  }
}
