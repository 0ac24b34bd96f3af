import { nextStep } from '../../shared/operations/attention/next-step.ts';
import type { Attention } from '../../shared/operations/attention/read-attention.ts';
import type { AttentionView } from './attention-text.ts';

/** UUIDs of a cause that programs are told; `meetings` counts all. */
const mostUuids = 1_000;

/** The same as people read, for programs: what stands beside `meetings` in `status --json`. */
export function attentionJson({ needsYou, waiting, unavailable }: Attention, { command }: AttentionView) {
  const { groups, ...counts } = needsYou;
  return {
    needsYou: {
      ...counts,
      groups: groups.map((group) => {
        const { advice, commands } = nextStep(group);
        const { uuids, ...rest } = group;
        return {
          ...rest,
          meetings: uuids.length,
          uuids: uuids.slice(0, mostUuids),
          advice,
          next: commands.map((args) => command(args)),
        };
      }),
    },
    waiting: {
      captures: waiting.states.reduce((sum, { captures }) => sum + captures, 0),
      ...waiting,
    },
    unavailable,
  };
}
