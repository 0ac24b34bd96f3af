import { accountCodes } from '../../zoom/answers/known-codes.ts';
import type { CauseGroup } from './cause-groups.ts';

/** States in which a capture needs a person. `overdue`: long after it was due nobody has worked on it. */
export type NeedyState = 'failed' | 'parked' | 'overdue';

export type NextStep = {
  /** One sentence, for a person. */
  readonly advice: string;
  /** Commands to type in this order, as their arguments; none where nothing can be done. */
  readonly commands: readonly (readonly string[])[];
};

/** What whoever is called does about captures that suffer from the same. */
export function nextStep(group: CauseGroup<NeedyState>): NextStep {
  switch (group.state) {
    case 'overdue':
      return { advice: 'Nobody works on them: see whether the functions run.', commands: [['doctor']] };
    case 'parked':
      return isOfUnknownAccount(group) ? strayStep(group.account) : parkedStep(group);
    case 'failed':
      return failedStep(group);
  }
}

/** Whether the stage has no secret for the account: it may be a typing error, or a former account. */
const isOfUnknownAccount = ({ fault }: CauseGroup<NeedyState>): boolean =>
  fault?.message.startsWith('No secret is configured for the Zoom account') === true;

const strayStep = (account: string): NextStep => ({
  advice: 'This stage does not have that account. Add its secret; or forget its meetings if they were never yours.',
  commands: [['forget', '--account', account, '--dry-run']],
});

const parkedStep = ({ account, fault }: CauseGroup<NeedyState>): NextStep => ({
  advice: isOfPart(fault?.code)
    ? 'Zoom refuses these alone, and all else goes on: doctor says what to mend, or which setting leaves them out. Mended, they go on by themselves; to spare the wait:'
    : 'Zoom refuses the account: doctor says what to mend. They go on by themselves; to spare the wait:',
  commands: [['doctor'], ['capture', '--parked', '--account', account]],
});

/** Whether the fault is one of the lists that were asked for, and not of all that the account has. */
const isOfPart = (code: number | undefined): boolean =>
  accountCodes.some((known) => known.code === code && known.part === 'list');

function failedStep({ fault, uuids, datasets }: CauseGroup<NeedyState>): NextStep {
  const [uuid = ''] = uuids;
  switch (fault?.name) {
    case 'ZoomFinalError':
      return { advice: 'Zoom will not give it, now or later: there is nothing to do.', commands: [] };
    case 'LeftOutError':
      return {
        advice: 'Rows of a poll that broke off are stored. Ask Zoom once more, or forget it:',
        commands: [
          ['capture', uuid],
          ['forget', uuid],
        ],
      };
    case 'CaptureAbandonedError':
      return { advice: 'Zoom keeps nothing for so long: there is nothing to do.', commands: [] };
    case 'ZoomInaccessibleError':
      return {
        advice: "Zoom lets this account not see the meeting. Check whose it is and the app's scopes, then:",
        commands: [['capture', uuid]],
      };
    default: {
      const [dataset] = datasets;
      const queue = datasets.length === 1 && dataset !== undefined ? dataset : '--all';
      return {
        advice: 'Their messages are in the dead-letter queue. When the cause is gone:',
        commands: [['redrive', queue]],
      };
    }
  }
}
