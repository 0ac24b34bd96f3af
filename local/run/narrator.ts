import { isRecord } from '../emulator/template/read-value.ts';

type NarratorOptions = {
  /** Gets lines without their ends. */
  readonly write: (line: string) => void;
  /** Epoch milliseconds. */
  readonly now: () => number;
};

export type Narrator = {
  /** Takes a line of a function's log. */
  readonly read: (line: string, functionId: string) => void;
  /** Says how often refusals and faults came back since the last time; to be called every few seconds. */
  readonly count: () => void;
};

/** What was silent for so long is told in full when it comes again. */
const forgetAfterMs = 5 * 60_000;

type Repeated = { lastAt: number; uncounted: number };

/** What a terminal would take for a command, wherever it comes from. */
const unprintable = /[^\x20-\x7e]/g;

/**
 * Tells in one line each what `serve` does: events accepted and refused, captures that are done, faults. Refusals and faults are
 * told when they come first and then counted. Only ids, counts, codes and names of errors are told, whatever else a log line has.
 */
export function createNarrator({ write, now }: NarratorOptions): Narrator {
  const repeated = new Map<string, Repeated>();
  const say = (text: string) =>
    write(`${new Date(now()).toISOString().slice(11, 19)} ${text.replaceAll(unprintable, '?')}`);

  /** Says it now, or counts it. */
  function sayOnce(text: string, where = ''): void {
    const told = repeated.get(text);
    const isOver = told === undefined || now() - told.lastAt > forgetAfterMs;
    if (isOver) say(`${text}${where}`);
    repeated.set(text, { lastAt: now(), uncounted: isOver ? 0 : told.uncounted + 1 });
  }

  return {
    read(line, functionId) {
      const entry = parseEntry(line);
      const sentence = entry && sentenceOf(entry);
      const refusal = entry && refusalOf(entry);
      if (entry === undefined) sayOnce(`FAULT: ${functionId} wrote what is in its log`);
      else if (sentence !== undefined) say(sentence);
      else if (refusal !== undefined) sayOnce(refusal);
      else if (entry.level === 'WARN' || entry.level === 'ERROR') sayOnce(`FAULT: ${faultOf(entry)}`, placeOf(entry));
    },
    count() {
      for (const [text, told] of repeated) {
        if (told.uncounted > 0) say(`${told.uncounted} more times: ${text}`);
        told.uncounted = 0;
        if (now() - told.lastAt > forgetAfterMs) repeated.delete(text);
      }
    },
  };
}

type Entry = Readonly<Record<string, unknown>>;

/** Undefined for what is no line of the product's log. */
function parseEntry(line: string): Entry | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const doneStates: readonly unknown[] = ['captured', 'settled', 'empty', 'unavailable'];

/** What is told each time; undefined for everything else. */
function sentenceOf({ message, kind, uuid, dataset, state, rows }: Entry): string | undefined {
  switch (message) {
    case 'captures queued':
      return `accepted: ${kind} ${uuid} ended`;
    case 'endpoint validated':
      return 'accepted: Zoom has validated the endpoint';
    case 'poll finished':
      return doneStates.includes(state) ? `${state}: ${dataset} of ${uuid}, ${rows} rows` : undefined;
    default:
      return undefined;
  }
}

/** Somebody may send without end what is refused, so it is counted. */
function refusalOf({ message, reason }: Entry): string | undefined {
  if (message === 'event malformed') return 'refused: the event is malformed';
  return message === 'request refused' ? `refused: ${reason}` : undefined;
}

/** What faults have in common that are counted together. */
function faultOf({ message, fault, code, error }: Entry): string {
  const name = fault ?? (isRecord(error) ? error.name : undefined);
  const parts = [message, name, code === undefined ? undefined : `code ${code}`];
  return parts.filter((part) => part !== undefined).join(', ');
}

const placeOf = ({ uuid, dataset }: Entry): string => {
  if (uuid === undefined) return '';
  return dataset === undefined ? ` (${uuid})` : ` (${dataset} of ${uuid})`;
};
