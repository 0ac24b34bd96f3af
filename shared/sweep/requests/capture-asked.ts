import { capturedDatasets } from '../../domain/account/captured-parts.ts';
import { urgencyOf } from '../../domain/account/day-reserve.ts';
import { isSnapshot } from '../../domain/capture/capture.ts';
import { type Dataset, datasets, hasListType, pastOneDatasets } from '../../domain/dataset.ts';
import type { EndedMeeting } from '../../domain/meeting/ended-meeting.ts';
import type { Kind } from '../../domain/meeting/kind.ts';
import { omit } from '../../domain/omit.ts';
import { pick } from '../../domain/pick.ts';
import { ZoomError, ZoomNotReadyError } from '../../zoom/errors.ts';
import { type ListedMeeting, listedMeetingFrom } from '../../zoom/lists/listed-meeting.ts';
import { detailsRequests } from '../../zoom/lists/meeting-details.ts';
import { acceptMissing } from '../accept-missing.ts';
import { isRefusal } from '../read-list.ts';
import type { SweepDeps, SweptAccount } from '../sweep-deps.ts';
import type { CaptureAnswer } from './answers.ts';
import type { CaptureRequest } from './request.ts';

type Found = { readonly meeting: ListedMeeting } | { readonly faults: readonly string[] };

/**
 * Has a meeting captured that the store does not know, after asking Zoom what it was; with `live` a snapshot taken of one that
 * runs. Looks through the accounts one after the other. Asked for twice it is captured once.
 */
export async function captureAsked(
  request: CaptureRequest,
  accounts: readonly SweptAccount[],
  deps: SweepDeps,
): Promise<CaptureAnswer> {
  const faults: string[] = [];
  for (const account of accounts) {
    const found = await askZoom(request, account, deps);
    if ('meeting' in found) {
      const meeting = omit(found.meeting, 'participants', 'listed');
      return request.type === 'live'
        ? takeSnapshot({ account: account.accountId, ...meeting }, { request, account }, deps)
        : capture(found.meeting, { request, account }, deps);
    }
    faults.push(...found.faults.map((fault) => `${account.name}: ${fault}`));
  }
  const what = request.kind ?? 'meeting or webinar';
  const asked =
    request.type === 'live'
      ? `Zoom shows no running ${what} with this id`
      : `Zoom shows no ended ${what} with this id; one that has just ended takes some minutes, for one that runs there is --type live`;
  // Each account says much the same for each of its lists.
  return { captures: [], fault: `${[asked, ...new Set(faults)].join('. ').replace(/\.*$/, '')}.` };
}

/** The faults are those that a person may do something about. @throws ZoomError that passes by itself */
async function askZoom(request: CaptureRequest, account: SweptAccount, deps: SweepDeps): Promise<Found> {
  const zoom = await deps.zoom(account.accountId);
  const faults: string[] = [];
  for (const asked of detailsRequests(request.id, request)) {
    try {
      const { rows, done } = await zoom.details(asked, urgencyOf('demand'));
      done();
      const list = asked.kind === 'webinar' ? 'webinars' : 'meetings';
      const meeting = rows[0] && listedMeetingFrom(list, rows[0], new Date(deps.now()));
      if (!meeting || ![meeting.uuid, meeting.meetingId].includes(request.id)) continue;
      // The report calls the meeting's fields otherwise than any list of meetings does.
      return { meeting: asked.source === 'metrics' ? meeting : omit(meeting, 'listed') };
    } catch (error) {
      if (error instanceof ZoomNotReadyError) continue;
      if (!(error instanceof ZoomError) || !isRefusal(error)) throw error;
      faults.push(error.message);
    }
  }
  return { faults };
}

type Asked = { readonly request: CaptureRequest; readonly account: SweptAccount };

async function capture(listed: ListedMeeting, { request, account }: Asked, deps: SweepDeps): Promise<CaptureAnswer> {
  const asked = request.datasets ?? (request.type === 'pastOne' ? pastOneDatasets : undefined);
  const { missing, tally } = await acceptMissing(
    [listed],
    {
      account,
      reason: 'demand',
      graceMs: 0,
      dryRun: false,
      countedUntil: deps.now(),
      datasets: asked,
      ...(request.type === 'pastOne' && { listType: request.type }),
    },
    deps,
  );
  const meeting = shownMeeting(listed);
  const captures = missing.flatMap((one) => one.datasets.map((dataset) => ({ dataset, poll: 1 })));
  if (captures.length > 0) return { meeting, captures };
  if (tally.leftOut > 0) return { meeting, captures, fault: leftOutText(listed.kind) };
  const why =
    tally.expired > 0 ? 'This stage would delete it at once: its retention is over' : 'The store has it by now';
  return { meeting, captures, fault: `${why}.` };
}

async function takeSnapshot(found: EndedMeeting, { request, account }: Asked, deps: SweepDeps): Promise<CaptureAnswer> {
  const now = new Date(deps.now()).toISOString();
  // Until it is known: rows and items are kept, and deleted, by it.
  const meeting: EndedMeeting = { ...found, endTime: now };
  const asked = request.datasets ?? capturedDatasets(account, meeting.kind);
  if (asked.length === 0) return { meeting: shownMeeting(meeting), captures: [], fault: leftOutText(meeting.kind) };
  const wanted = asked.filter((dataset) => hasListType(dataset, meeting.kind, 'live'));
  const captures: { dataset: Dataset; poll: number }[] = [];
  for (const dataset of wanted) {
    const stored = await deps.captures.load(meeting.uuid, dataset);
    if (stored && !isSnapshot(stored)) continue;
    const sequence = stored?.sequence ?? 0;
    const message = omit(meeting, 'topic', 'hostId');
    await deps.send(dataset, { v: 1, ...message, reason: 'demand', listType: 'live', sequence, notBefore: now });
    captures.push({ dataset, poll: (stored?.polls ?? 0) + 1 });
  }
  if (captures.length > 0) return { meeting: shownMeeting(meeting), captures };
  return {
    meeting: shownMeeting(meeting),
    captures,
    fault: 'It is captured as an ended meeting already, or has no live list.',
  };
}

const leftOutText = (kind: Kind): string =>
  `The settings leave out ${kind}s: --datasets ${datasets.join(',')} has this one captured all the same.`;

/** What a person is told of a meeting. */
export const shownMeeting = (meeting: ListedMeeting) =>
  pick(meeting, 'uuid', 'kind', 'meetingId', 'topic', 'startTime', 'endTime');
