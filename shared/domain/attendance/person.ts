import type { SignKind } from './identity-signs.ts';
import type { Oddity } from './stay.ts';

/** Instants are ISO 8601 in UTC with milliseconds. */
export type Presence = { readonly fromAt: string; readonly toAt: string };

export type BreakoutRoom = {
  /** `bo_mtg_id`: Zoom's lists name no room. */
  readonly id: string;
  readonly seconds: number;
};

/** Somebody who took part, over all their sessions in one meeting, restarts included. Blank is absent. */
export type Person = {
  /** As the rows have it; of several, the one they bore the longest. Blank where Zoom hides names. */
  readonly name: string;
  /** All of them, the longest borne first. */
  readonly names: readonly string[];
  readonly email?: string;
  /** `participant_user_id`, else `id`. Guests have none. */
  readonly userId?: string;
  /** `host`, `panelist`, `attendee`: the highest they had. */
  readonly role?: string;
  /** The strongest sign that their rows bear; `nothing` makes each session a person of its own. */
  readonly knownBy: SignKind | 'nothing';
  /** Joining and leaving as Zoom told, also outside of the meeting's time; absent for who never left the waiting room. */
  readonly firstJoinAt?: string;
  readonly lastLeaveAt?: string;
  /** When they were in the meeting or a breakout room: within its time, overlaps counted once, in order. */
  readonly presences: readonly Presence[];
  /** To the millisecond; never more than the meeting lasted. */
  readonly attendedSeconds: number;
  /** `attendedSeconds` / 60, not rounded. */
  readonly attendedMinutes: number;
  /** Of the meeting's length, 0 to 1; 0 for a meeting without length. */
  readonly share: number;
  /** In the waiting room and not in the meeting at the same time. */
  readonly waitingSeconds: number;
  /** Part of `attendedSeconds`. In the order of first entering. */
  readonly breakoutRooms: readonly BreakoutRoom[];
  readonly rejoins: number;
  /** As Zoom names them, the longest used first. */
  readonly devices: readonly string[];
  /** Of any of the sessions, each once. */
  readonly oddities: readonly Oddity[];
  /** Indexes into the meeting's sessions, in the order of joining. */
  readonly sessions: readonly number[];
};
