import type { Dataset } from '../../../shared/domain/dataset.ts';
import type { Kind } from '../../../shared/domain/meeting/kind.ts';
import type { SimulatedMeeting } from '../meeting.ts';
import type { Random } from '../rows/random.ts';
import type { Fault } from './fault.ts';

/** A call, as far as faults care. */
export type FaultSubject = {
  readonly endpoint: string;
  readonly kind?: Kind;
  readonly dataset?: Dataset;
  readonly uuid?: string | undefined;
  readonly meetingId?: string | undefined;
  readonly page?: number | undefined;
  readonly endedAtMs?: number | undefined;
};

/** What faults want to know of a meeting. */
export const subjectOf = (meeting: SimulatedMeeting | undefined) =>
  meeting && {
    kind: meeting.kind,
    uuid: meeting.uuid,
    meetingId: meeting.meetingId,
    endedAtMs: Date.parse(meeting.endTime),
  };

export type FaultDesk = {
  readonly set: (faults: readonly Fault[]) => void;
  /** The first fault that fits and has uses left, and takes one of them. */
  readonly take: (subject: FaultSubject) => Fault | undefined;
  /** The faults that would still meet a first page of this list, dice aside, in their order; nothing is used up. */
  readonly pending: (subject: FaultSubject) => readonly Fault[];
};

type Entry = {
  readonly fault: Fault;
  readonly setAtMs: number;
  used: number;
  seen: number;
  /** By list: how many polls have begun. */
  readonly polls: Map<string, number>;
};

/**
 * Early data are fixed for a whole poll when it begins, so later pages do not ask for them again. A first page always
 * shows the rows of its instant, so none moves there.
 */
const fitsPage = ({ kind }: Fault, page: number | undefined): boolean => {
  if (kind === 'early-data') return page === 1;
  return kind !== 'moving-rows' || page !== 1;
};

function fits(fault: Fault, subject: FaultSubject): boolean {
  const { match = {} } = fault;
  if (match.endpoint === undefined && subject.endpoint === 'oauth') return false;
  if (!fitsPage(fault, subject.page)) return false;
  const names = ['endpoint', 'kind', 'dataset', 'uuid', 'meetingId', 'page'] as const;
  return names.every((name) => match[name] === undefined || match[name] === subject[name]);
}

function inTime({ fault, setAtMs, used }: Entry, subject: FaultSubject, nowMs: number): boolean {
  if (fault.times !== undefined && used >= fault.times) return false;
  if (fault.from !== undefined && nowMs < Date.parse(fault.from)) return false;
  if (fault.until !== undefined && nowMs >= Date.parse(fault.until)) return false;
  if (fault.secondsAfterEnd !== undefined) {
    const { endedAtMs } = subject;
    if (endedAtMs === undefined || nowMs >= endedAtMs + fault.secondsAfterEnd * 1000) return false;
  }
  return fault.forSeconds === undefined || nowMs < setAtMs + fault.forSeconds * 1000;
}

const listKey = (subject: FaultSubject) => `${subject.endpoint}|${subject.uuid ?? ''}`;

/** How many polls of each list it spoils; undefined: all. */
const pollsOf = (fault: Fault): number | undefined => fault.polls ?? fault.looks;

export function createFaultDesk(deps: { readonly now: () => number; readonly random: Random }): FaultDesk {
  let entries: Entry[] = [];

  const takes = (entry: Entry, subject: FaultSubject): boolean => {
    const { fault } = entry;
    if (!fits(fault, subject) || !inTime(entry, subject, deps.now())) return false;
    entry.seen += 1;
    const mostPolls = pollsOf(fault);
    if (mostPolls !== undefined) {
      const key = listKey(subject);
      const poll = (entry.polls.get(key) ?? 0) + (subject.page === 1 ? 1 : 0);
      entry.polls.set(key, poll);
      if (poll > mostPolls) return false;
    }
    const { nthCall, fromCall = 1, probability } = fault.match ?? {};
    if (nthCall !== undefined && entry.seen !== nthCall) return false;
    if (entry.seen < fromCall) return false;
    return probability === undefined || deps.random() < probability;
  };

  return {
    set(faults) {
      const setAtMs = deps.now();
      entries = faults.map((fault) => ({ fault, setAtMs, used: 0, seen: 0, polls: new Map() }));
    },
    take(subject) {
      const entry = entries.find((candidate) => takes(candidate, subject));
      if (entry === undefined) return undefined;
      entry.used += 1;
      return entry.fault;
    },
    pending(subject) {
      const first = { ...subject, page: 1 };
      return entries
        .filter((entry) => fits(entry.fault, first) && inTime(entry, first, deps.now()))
        .filter(({ fault, polls }) => (polls.get(listKey(first)) ?? 0) < (pollsOf(fault) ?? Number.POSITIVE_INFINITY))
        .filter(({ fault, seen }) => fault.match?.nthCall === undefined || seen < fault.match.nthCall)
        .filter(({ fault, seen }) => seen + 1 >= (fault.match?.fromCall ?? 1))
        .map(({ fault }) => fault);
    },
  };
}
