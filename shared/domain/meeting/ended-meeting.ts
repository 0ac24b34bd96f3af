import type { Kind } from './kind.ts';

/** One ended meeting or webinar, as the event (or a list of ended meetings) told of it. */
export type EndedMeeting = {
  /** The Zoom account whose credentials may ask for it; one of the configured ones. */
  readonly account: string;
  readonly kind: Kind;
  /** As Zoom writes it: `/`, `+` and `=` unescaped. */
  readonly uuid: string;
  /** The number people dial; a string, since it outgrows 32 bits and is one in events. */
  readonly meetingId: string;
  readonly topic?: string;
  readonly hostId?: string;
  /** ISO 8601, as Zoom sent it. */
  readonly startTime?: string;
  /** ISO 8601. The event's own time where a webinar's event names no end. */
  readonly endTime: string;
  readonly timezone?: string;
  /** Zoom's number: 1 instant, 2 scheduled, 3 and 8 recurring, 4 personal, 5, 6 and 9 webinars. */
  readonly type?: number;
  /** Those that are captured of it, where the settings of its account leave some out; all without it. */
  readonly datasets?: readonly string[];
};
