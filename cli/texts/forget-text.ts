import type { Zone } from '../../shared/domain/zone/zone.ts';
import type { ForgottenMeeting } from '../../shared/operations/forget/forget.ts';
import { counted, minuteText } from '../output/cells.ts';
import { printable, printableWithin } from '../output/printable.ts';

/** Meetings that are named of an account. */
const mostNamed = 10;

/** What `forget` is going to remove. */
export function forgetPlanText(
  meetings: readonly ForgottenMeeting[],
  { columns, zone }: { readonly columns: number; readonly zone: Zone },
): string {
  const rows = meetings.reduce((sum, meeting) => sum + meeting.rows, 0);
  const states = meetings.flatMap((meeting) => Object.values(meeting.states));
  const byState = [...Map.groupBy(states, (state) => state)].map(([state, alike]) => `${alike.length} ${state}`);
  const named = meetings.slice(0, mostNamed).map(({ uuid, endTime, topic = '' }) => {
    const before = `  ${printable(uuid)}  ${endTime === undefined ? 'running' : minuteText(endTime, zone)}  `;
    return `${before}${printableWithin(topic, Math.max(8, columns - before.length))}`.trimEnd();
  });
  const more = meetings.length - named.length;
  const accounts = [...new Set(meetings.map(({ account }) => printable(account)))].join(', ');
  return [
    `To forget: ${counted(meetings.length, 'meeting')} of account ${accounts},\n`,
    `${counted(states.length, 'capture')} (${byState.join(', ') || 'none'}), ${counted(rows, 'row')}.\n`,
    ...named.map((line) => `${line}\n`),
    ...(more > 0 ? [`  and ${more.toLocaleString('en')} more\n`] : []),
    'All that is stored of them goes. It is no erasure of a person: see docs/forget.md.\n',
  ].join('');
}
