import type { MeetingRecipe } from '../../local/simulator/meetings.ts';
import type { SimulatorOptions } from '../../local/simulator/options.ts';
import type { SimulatedAccount } from '../../local/simulator/zoom/account.ts';
import type { EndedMeeting } from '../../shared/domain/meeting/ended-meeting.ts';
import { nextMessage, startProcess } from './start-process.ts';

export type ZoomSide = {
  readonly apiUrl: string;
  readonly oauthUrl: string;
  readonly credentials: SimulatedAccount;
  /** In the order of their recipes. */
  readonly meetings: readonly Omit<EndedMeeting, 'account'>[];
};

export type ZoomProcess = ZoomSide & {
  /** Calls for pages so far. */
  readonly calls: () => Promise<readonly { readonly atMs: number; readonly status: number }[]>;
  readonly close: () => Promise<void>;
};

/** No limits, and a token that outlives the benchmark, whoever else asks for one. */
export const unlimited: SimulatorOptions = {
  quota: { calls: 1_000_000, callsPerDay: 10_000_000 },
  tokenLifetimeSeconds: 86_400,
  newTokenRevokesOld: false,
};

/** Zoom's side in a process of its own, so that its work is not counted as its clients'. */
export async function startZoom(
  recipes: readonly MeetingRecipe[],
  options: SimulatorOptions = unlimited,
): Promise<ZoomProcess> {
  const main = new URL('../../test/campaigns/simulator-process.ts', import.meta.url);
  const { child, said, close } = await startProcess(main, [JSON.stringify({ recipes, options })]);
  return {
    ...(said as ZoomSide),
    async calls() {
      child.send('calls');
      return ((await nextMessage(child)) as { calls: { atMs: number; status: number }[] }).calls;
    },
    close,
  };
}
