import { answerRequest } from '../../../shared/sweep/requests/answer-request.ts';
import { decodeRequest } from '../../../shared/sweep/requests/request.ts';
import { createSweepFixture } from '../../support/capture/sweep-fixture.ts';
import type { startCliFixture } from './cli-fixture.ts';

type SweepFunctionOptions = Parameters<typeof createSweepFixture>[1] & { readonly onInvocation?: () => void };

/** The sweep function of a fixture, which answers the commands that invoke it, as JSON both ways. */
export function startSweepFunction(
  fixture: Awaited<ReturnType<typeof startCliFixture>>,
  { onInvocation = () => {}, ...options }: SweepFunctionOptions = {},
) {
  const sweep = createSweepFixture(fixture, options);
  fixture.sweepFunction.answer = async (asked) => {
    onInvocation();
    const { sweep: deps, invoked, account } = sweep.open();
    const request = decodeRequest(JSON.parse(JSON.stringify(asked)));
    if (request === undefined) throw new Error('No request.');
    return JSON.parse(JSON.stringify(await answerRequest(request, [account], { ...deps, ...invoked })));
  };
  return sweep;
}
