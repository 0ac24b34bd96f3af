import { hash } from 'node:crypto';
import type { Capture } from '../../shared/domain/capture/capture.ts';
import { omit } from '../../shared/domain/omit.ts';
import { canonicalText } from '../../shared/domain/row/content-hash.ts';
import type { Zone } from '../../shared/domain/zone/zone.ts';
import type { StoredMeeting } from '../../shared/dynamo/meetings/meeting-reader.ts';
import { meetingStatus } from '../../shared/dynamo/meetings/meeting-status.ts';
import type { MeetingFacts } from '../gather-meeting.ts';
import type { PageLink } from '../html/document.ts';
import { style } from '../html/style.ts';

/** One more wherever pages show the same rows in another way: then all of them are made anew. */
const form = 1;

type Shown = { readonly now: number; readonly zone: Zone; readonly up: readonly PageLink[] };

/**
 * Equal as long as a meeting's page shows the same, told by its items alone: whoever writes or removes rows has given the
 * capture another `run` before. Undefined while rows may change without that.
 */
export function meetingVersion(stored: StoredMeeting, { now, zone, up }: Shown): string | undefined {
  const captures = Object.values(stored.captures);
  if (captures.some(isAtWork)) return undefined;
  const { listed, ...meeting } = stored.meeting;
  const facts = captures.map(({ dataset, run, contentHash, rows, erased }) => [
    dataset,
    run,
    contentHash,
    rows,
    erased,
  ]);
  const status = meetingStatus(stored, now);
  return digestOf([zone.id, up, meeting, listed && canonicalText(listed.row), status, facts]);
}

/** A worker is at it, or has left rows of a poll that has not ended. */
const isAtWork = ({ state, progress, unfinishedRows }: Capture): boolean =>
  state === 'running' || state === 'live' || progress !== undefined || unfinishedRows === true;

/** The same for a series: as long as its meetings are the same. */
export function seriesVersion(
  meetings: readonly { readonly name: string; readonly version: string | undefined; readonly facts: MeetingFacts }[],
  zone: Zone,
): string | undefined {
  if (meetings.some(({ version }) => version === undefined)) return undefined;
  return digestOf([zone.id, ...meetings.map((one) => omit(one, 'facts')), ...meetings.map(({ facts }) => facts)]);
}

const digestOf = (facts: readonly unknown[]): string =>
  hash('sha256', JSON.stringify([form, String(style), ...facts]), 'hex').slice(0, 32);
