import type { MeetingPart } from './meeting-part.ts';
import type { Session } from './session.ts';
import { measureStay, type Stay } from './stay.ts';

/** A session, and how long it lasted in its meeting. */
export type MeasuredSession = Session & { readonly stay: Stay };

/** The sessions of these parts, each measured against the part that it belongs to, in the order of joining. */
export function measureSessions(sessions: readonly Session[], parts: readonly MeetingPart[]): MeasuredSession[] {
  const spans = new Map(parts.map(({ uuid, span }) => [uuid, span]));
  const measured = sessions.flatMap((session) => {
    const span = spans.get(session.uuid);
    return span ? [{ ...session, stay: measureStay(session, span) }] : [];
  });
  return measured.sort((a, b) => joinMs(a) - joinMs(b));
}

const joinMs = ({ stay }: MeasuredSession): number => stay.whole?.fromMs ?? Number.MAX_SAFE_INTEGER;
