import { answerRequest } from '../../../shared/sweep/answer-request.ts';
import { decodeRequest } from '../../../shared/sweep/request.ts';
import { createSweepBench } from '../../harness/sweep-bench.ts';
import type { startCliBench } from './cli-bench.ts';

type SweepFunctionOptions = Parameters<typeof createSweepBench>[1] & { readonly onInvocation?: () => void };

/** The sweep function of a bench, which answers the commands that invoke it, as JSON both ways. */
export function startSweepFunction(
  bench: Awaited<ReturnType<typeof startCliBench>>,
  { onInvocation = () => {}, ...options }: SweepFunctionOptions = {},
) {
  const sweep = createSweepBench(bench, options);
  bench.functions.SweepFunction = async (payload) => {
    onInvocation();
    const { sweep: world, invoked, account } = sweep.open();
    const request = decodeRequest(JSON.parse(JSON.stringify(payload)));
    if (request === undefined) throw new Error('No request.');
    return JSON.parse(JSON.stringify(await answerRequest(request, [account], invoked, world)));
  };
  return sweep;
}
