import type { Dataset, Kind } from '../../../shared/domain/dataset.ts';
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
  looks: Map<string, number>;
};

/** Early data are fixed for a whole look when it begins, so later pages do not ask for them again. */
const firstPageOnly = (fault: Fault) => fault.kind === 'early-data';

function fits(fault: Fault, subject: FaultSubject): boolean {
  const { match = {} } = fault;
  if (match.endpoint === undefined && subject.endpoint === 'oauth') return false;
  if (firstPageOnly(fault) && subject.page !== 1) return false;
  const names = ['endpoint', 'kind', 'dataset', 'uuid', 'meetingId', 'page'] as const;
  return names.every((name) => match[name] === undefined || match[name] === subject[name]);
}

function inTime({ fault, setAtMs, used }: Entry, subject: FaultSubject, nowMs: number): boolean {
  if (fault.times !== undefined && used >= fault.times) return false;
  if (fault.until !== undefined && nowMs >= Date.parse(fault.until)) return false;
  if (fault.secondsAfterEnd !== undefined) {
    const { endedAtMs } = subject;
    if (endedAtMs === undefined || nowMs >= endedAtMs + fault.secondsAfterEnd * 1000) return false;
  }
  return fault.forSeconds === undefined || nowMs < setAtMs + fault.forSeconds * 1000;
}

const lookKey = (subject: FaultSubject) => `${subject.endpoint}|${subject.uuid ?? ''}`;

export function createFaultDesk(deps: { readonly now: () => number; readonly random: Random }): FaultDesk {
  let entries: Entry[] = [];

  const takes = (entry: Entry, subject: FaultSubject): boolean => {
    const { fault } = entry;
    if (!fits(fault, subject) || !inTime(entry, subject, deps.now())) return false;
    entry.seen += 1;
    if (fault.looks !== undefined) {
      const key = lookKey(subject);
      const look = (entry.looks.get(key) ?? 0) + (subject.page === 1 ? 1 : 0);
      entry.looks.set(key, look);
      if (look > fault.looks) return false;
    }
    if (fault.match?.nthCall !== undefined && entry.seen !== fault.match.nthCall) return false;
    return fault.match?.probability === undefined || deps.random() < fault.match.probability;
  };

  return {
    set(faults) {
      const setAtMs = deps.now();
      entries = faults.map((fault) => ({ fault, setAtMs, used: 0, seen: 0, looks: new Map() }));
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
        .filter(({ fault, looks }) => fault.looks === undefined || (looks.get(lookKey(first)) ?? 0) < fault.looks)
        .filter(({ fault, seen }) => fault.match?.nthCall === undefined || seen < fault.match.nthCall)
        .map(({ fault }) => fault);
    },
  };
}
