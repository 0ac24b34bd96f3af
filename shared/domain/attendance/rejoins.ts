import { type Interval, unite } from './interval.ts';
import type { MeasuredSession } from './measured-session.ts';

/** Moving between the main room and a breakout room takes seconds, in which no row says where somebody is. */
export const roomMoveMs = 60_000;

/**
 * How often somebody came back after having been away from the meeting. A second device, a move to a breakout room and
 * back, and a restart of the meeting are no coming back; having been sent to the waiting room in between is one.
 */
export function countRejoins(sessions: readonly MeasuredSession[]): number {
  const inside = sessions.filter(({ place }) => place !== 'waiting-room');
  const breakouts = unite(inside.filter(({ place }) => place === 'breakout').map(({ stay }) => stay.counted));
  const edges = new Set(breakouts.flatMap(({ fromMs, toMs }) => [fromMs, toMs]));
  const uuids = [...new Set(inside.map(({ uuid }) => uuid))];
  return uuids.reduce((sum, uuid) => {
    const stays = unite(inside.filter((session) => session.uuid === uuid).map(({ stay }) => stay.counted));
    return sum + gapsOf(stays).filter((gap) => !isRoomMove(gap, edges)).length;
  }, 0);
}

const gapsOf = (stays: readonly Interval[]): Interval[] =>
  stays.slice(1).map(({ fromMs }, index) => ({ fromMs: stays[index]?.toMs ?? fromMs, toMs: fromMs }));

const isRoomMove = ({ fromMs, toMs }: Interval, breakoutEdges: ReadonlySet<number>): boolean =>
  toMs - fromMs <= roomMoveMs && (breakoutEdges.has(fromMs) || breakoutEdges.has(toMs));
