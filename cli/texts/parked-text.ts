import type { Capture } from '../../shared/domain/capture/capture.ts';
import { groupByCause } from '../../shared/operations/attention/cause-groups.ts';
import { counted } from '../output/cells.ts';
import { printable } from '../output/printable.ts';
import { wrapped } from '../output/wrap.ts';
import { errorText } from './meeting-status.ts';

/** What `capture --parked` is going to do, each cause once. */
export function parkedPlanText(captures: readonly Capture[], columns: number): string {
  const meetings = new Set(captures.map(({ uuid }) => uuid)).size;
  const groups = groupByCause(captures, 'parked').map(({ account, fault, datasets, captures: count }) => {
    const head = `  ${counted(count, 'capture')} (${datasets.join(', ')}) of account ${printable(account)}:\n`;
    return `${head}${fault ? wrapped(errorText(fault), columns, '    ') : ''}`;
  });
  return `${counted(captures.length, 'parked capture')} of ${counted(meetings, 'meeting')}, each to be polled now:\n${groups.join('')}`;
}
