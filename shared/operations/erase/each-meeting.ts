import { type KnownMeeting, meetingsUntil } from '../../dynamo/meetings/every-meeting.ts';
import type { RowEraserDeps } from '../../dynamo/rows/erase-rows.ts';

/** Meetings worked at the same time. */
const meetingsAtOnce = 8;

/** `table` is `Captures`. */
type MeetingsOfStage = Pick<RowEraserDeps, 'client' | 'table'> & {
  /** ISO 8601: meetings that ended by then, or run. */
  readonly until: string;
  /** Told how it goes on, in a sentence without personal data. */
  readonly tell: (sentence: string) => Promise<void>;
};

/** Does the work for every meeting of the stage, several at a time. @param name what is done, for who is told */
export async function eachMeeting(
  name: string,
  { client, table, until, tell }: MeetingsOfStage,
  work: (meeting: KnownMeeting) => Promise<void>,
): Promise<void> {
  let meetings = 0;
  await eachOf(meetingsUntil(until, client, table), meetingsAtOnce, async (meeting) => {
    await work(meeting);
    meetings += 1;
    if (meetings % 1_000 === 0) await tell(`${name}: ${meetings} meetings gone through.`);
  });
}

/** Does the work for each value, for so many at the same time. The first fault ends it, when the work under way has ended. */
export async function eachOf<Value>(
  values: AsyncGenerator<Value>,
  atOnce: number,
  work: (value: Value) => Promise<void>,
): Promise<void> {
  const takeTurns = async () => {
    try {
      for (let next = await values.next(); !next.done; next = await values.next()) await work(next.value);
    } finally {
      // Nothing more for the others either: the list is at its end, or the work is.
      await values.return(undefined);
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: atOnce }, takeTurns));
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
}
