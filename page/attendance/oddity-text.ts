import type { Oddity } from '../../shared/analysis/attendance/stays.ts';

const texts: Readonly<Record<Oddity, string>> = {
  assumedLeave: 'no time of leaving: end of the meeting assumed',
  unknownJoin: 'no time of joining: not counted',
  leaveBeforeJoin: 'left before joining: not counted',
  joinBeforeStart: 'joined before the start: counted from the start',
  leaveAfterEnd: 'left after the end: counted up to the end',
};

/** What was odd about the times, and what was made of it. */
export const oddityText = (oddities: readonly Oddity[]): string => oddities.map((one) => texts[one]).join('; ');
