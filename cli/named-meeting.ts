import { meetingNumber } from '../shared/domain/meeting/meeting-id.ts';
import type { Zone } from '../shared/domain/zone/zone.ts';
import type { MeetingRecord } from '../shared/dynamo/meetings/meeting-item.ts';
import { newestFirst } from '../shared/dynamo/meetings/meeting-order.ts';
import type { Queries } from '../shared/queries/index.ts';
import { itemsOf } from '../shared/queries/paging.ts';
import type { CommandContext } from './command-context.ts';
import { CliError, UsageError } from './errors.ts';
import { counted } from './output/cells.ts';
import { printable } from './output/printable.ts';
import { each, printAnswer } from './texts/answer.ts';
import { meetingsAnswer } from './texts/meeting-columns.ts';

/** Meetings among which the beginning of a UUID is looked for, the newest. They cost some 1,000 read units at the most. */
export const mostSearched = 5_000;
/** Characters of a beginning, at the least. */
const leastBeginning = 4;
/** Meetings that are listed where one has to be chosen. */
const mostListed = 20;

export type NamingScene = { readonly queries: Queries; readonly zone: Zone; readonly context: CommandContext };

/** For help: what {@link uuidNamed} understands. */
export const namedMeeting = 'its UUID or the beginning of it, a meeting id, @1 of the last list, or latest';

/**
 * The UUID of the meeting that is meant: by a whole UUID (which is not looked for), by a beginning that no other one has,
 * by the number people dial where it took place once, by its line in the list that was shown last, or as the latest one.
 * A name that nothing has is given back as it is.
 * @throws {UsageError} where several are meant, which are listed on stderr
 */
export async function uuidNamed(name: string, scene: NamingScene): Promise<string> {
  if (name.endsWith('=')) return name;
  if (name === 'latest') return latest(scene.queries);
  const line = /^@([1-9]\d{0,5})$/.exec(name)?.[1];
  if (line !== undefined) return lineOfLastList(Number(line), scene.context);
  const meetingId = meetingNumber(name);
  const instances = meetingId === undefined ? [] : await first(itemsOf(scene.queries.meetingInstances({ meetingId })));
  if (instances.length > 0) return only(instances, `took place ${instances.length} times`, { name, ...scene });
  const alike = await begunWith(name, scene.queries);
  const whole = alike.find(({ uuid }) => uuid === name);
  if (whole || alike.length === 0) return name;
  if (name.length < leastBeginning) {
    throw new UsageError(
      `The beginning of a UUID takes ${leastBeginning} characters: ${printable(name)} is too short.`,
    );
  }
  return only(alike, `begins ${alike.length} UUIDs`, { name, ...scene });
}

async function latest(queries: Queries): Promise<string> {
  for await (const { uuid } of newest(queries)) return uuid;
  throw new CliError('No meeting has ended yet, or none was captured: `status` says more.');
}

async function lineOfLastList(line: number, { lastList }: CommandContext): Promise<string> {
  const uuids = (await lastList?.read()) ?? [];
  const uuid = uuids[line - 1];
  if (uuid !== undefined) return uuid;
  throw new UsageError(
    uuids.length === 0
      ? `@${line} is a line of the list that a terminal was shown last: there is none. \`meetings --last 7d\` shows one.`
      : `The list that was shown last has ${counted(uuids.length, 'line')}: @${line} is none of them.`,
  );
}

const ever = { from: '0000-01-01', to: '9999-12-31' };

async function* newest({ accounts, endedMeetings }: Queries): AsyncGenerator<MeetingRecord> {
  const lists = (await accounts()).map((account) => itemsOf(endedMeetings({ account, ended: ever })));
  yield* newestFirst(lists);
}

async function begunWith(beginning: string, queries: Queries): Promise<MeetingRecord[]> {
  const found: MeetingRecord[] = [];
  let read = 0;
  for await (const meeting of newest(queries)) {
    if (meeting.uuid.startsWith(beginning)) found.push(meeting);
    read += 1;
    if (read === mostSearched) break;
  }
  return found;
}

/** As many as can be listed, and one more. */
async function first(meetings: AsyncIterable<MeetingRecord>): Promise<MeetingRecord[]> {
  const found: MeetingRecord[] = [];
  for await (const meeting of meetings) {
    found.push(meeting);
    if (found.length > mostListed) break;
  }
  return found;
}

/** @throws {UsageError} where there are more, after listing them */
async function only(
  meetings: readonly MeetingRecord[],
  why: string,
  { name, zone, context }: NamingScene & { readonly name: string },
): Promise<string> {
  const [one, ...more] = meetings;
  if (one && more.length === 0) return one.uuid;
  const shown = each(meetings.slice(0, mostListed));
  await printAnswer(meetingsAnswer(shown, zone), {}, { ...context, stdout: context.stderr });
  throw new UsageError(`${printable(name)} ${why}: give the UUID of one, or @1 for the first of this list.`);
}
