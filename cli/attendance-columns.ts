import type { Person } from '../shared/analysis/attendance/people.ts';
import type { AnswerColumn } from './answer.ts';
import { minutesText, percentText, roundedTo, secondText } from './answer-cells.ts';

/** Somebody who attended. Minutes have a decimal for people and two in CSV. */
export const attendanceColumns: readonly AnswerColumn<Person>[] = [
  { name: 'name', width: 32, cell: ({ name }) => name },
  { name: 'email', cell: ({ email }) => email },
  { name: 'first_join', cell: (person) => person.firstJoinAt, text: (person) => secondText(person.firstJoinAt) },
  { name: 'last_leave', cell: (person) => person.lastLeaveAt, text: (person) => secondText(person.lastLeaveAt) },
  {
    name: 'minutes',
    cell: ({ attendedMinutes }) => roundedTo(attendedMinutes, 2),
    text: ({ attendedMinutes }) => minutesText(attendedMinutes),
  },
  { name: 'share', cell: ({ share }) => roundedTo(share, 4), text: ({ share }) => percentText(share) },
  {
    name: 'waiting_minutes',
    cell: ({ waitingSeconds }) => roundedTo(waitingSeconds / 60, 2),
    text: ({ waitingSeconds }) => (waitingSeconds > 0 ? minutesText(waitingSeconds / 60) : ''),
  },
  { name: 'breakout_rooms', cell: roomsCell, text: roomsText },
  { name: 'rejoins', cell: ({ rejoins }) => rejoins, text: ({ rejoins }) => (rejoins > 0 ? String(rejoins) : '') },
  { name: 'flags', cell: flagsText },
  { name: 'role', only: 'csv', cell: ({ role }) => role },
  { name: 'user_id', only: 'csv', cell: ({ userId }) => userId },
];

/** In CSV each room with its seconds: `9vzDKa7PSCGJtFr6LUQBHA==: 600`. */
function roomsCell({ breakoutRooms }: Person): string {
  return breakoutRooms.map(({ id, seconds }) => `${id}: ${seconds}`).join('; ');
}

/** For people their number and minutes: Zoom's lists name no room. */
function roomsText({ breakoutRooms: rooms }: Person): string {
  const seconds = rooms.reduce((sum, room) => sum + room.seconds, 0);
  return rooms.length === 0 ? '' : `${rooms.length} (${minutesText(seconds / 60)} min)`;
}

/** What to know before trusting the minutes. */
export function flagsText({ oddities, knownBy }: Pick<Person, 'oddities' | 'knownBy'>): string {
  const unknown = knownBy === 'nothing' ? ['unidentified'] : [];
  return [
    ...unknown,
    ...oddities.map((oddity) => oddity.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)),
  ].join(', ');
}
