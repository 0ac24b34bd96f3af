import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { type Fault, parseFault } from './faults/fault.ts';
import type { SimulatedMeeting } from './meeting.ts';
import { generateMeeting } from './meetings.ts';
import type { Simulator } from './simulator.ts';
import { sendEndedEvents } from './webhook-events.ts';
import type { SimulatedAccount } from './zoom/account.ts';

type CommandedSimulator = {
  readonly simulator: Pick<Simulator, 'meetings' | 'addMeeting' | 'setFaults' | 'calls'>;
  readonly accounts: readonly [SimulatedAccount, ...SimulatedAccount[]];
  /** Where events go; nowhere when undefined. */
  readonly webhookUrl: string | undefined;
  /** The faults that are set now. */
  readonly faults: readonly Fault[];
  /** Of the first meeting that is made; another one makes other meetings. @default 10000 */
  readonly seed?: number;
  /** Gets answers, without the end of the line. */
  readonly tell: (text: string) => void;
};

export const commandsHelp = `Commands, a line each:
  end [people] [minutes] [webinar]  a meeting ends now, and its event is sent
  meetings                          all that there are, with their numbers
  send <number> | all               sends the ended event again
  fault <fault>                     sets one more: fault server-error,status=503
  faults                            those that are set, with their numbers
  lift [number]                     lifts one fault, or all
  calls                             calls since last asked, by status and fault
  help, quit`;

/** What the simulator does when it is told to, a line each. @returns false when it is told to end */
export function createCommands({ simulator, accounts, webhookUrl, faults, seed = 10_000, tell }: CommandedSimulator) {
  let set = [...faults];
  let callsTold = 0;
  let nextSeed = seed;

  async function send(meetings: readonly SimulatedMeeting[]): Promise<void> {
    if (webhookUrl === undefined) return tell('There is no webhook to send events to.');
    const sent = await sendEndedEvents(meetings, { webhookUrl, accounts });
    for (const { uuid, status } of sent) tell(`${uuid} ended: ${status === 0 ? 'no answer' : `HTTP ${status}`}`);
  }

  function change(next: readonly Fault[]): void {
    set = [...next];
    simulator.setFaults(set);
    listFaults();
  }

  const listFaults = (): void =>
    tell(set.map((fault, index) => `${index + 1}  ${JSON.stringify(fault)}`).join('\n') || 'No fault is set.');

  async function run(name: string, words: readonly string[]): Promise<void> {
    const [first = ''] = words;
    switch (name) {
      case 'end': {
        nextSeed += 1;
        const [participants = 5, minutes = 5] = words.map(Number).filter((number) => number > 0);
        const kind = words.includes('webinar') ? 'webinar' : 'meeting';
        const meeting = generateMeeting({ seed: nextSeed, kind, participants, minutes, endTime: new Date() });
        simulator.addMeeting(meeting);
        return send([meeting]);
      }
      case 'meetings':
        return tell(
          simulator.meetings
            .map(
              ({ uuid, kind, endTime, topic }, index) => `${index + 1}  ${uuid}  ${kind}, ended ${endTime}, ${topic}`,
            )
            .join('\n') || 'There is no meeting.',
        );
      case 'send': {
        const chosen = simulator.meetings.filter((_, index) => first === 'all' || first === String(index + 1));
        return chosen.length > 0 ? send(chosen) : tell('Which one? `meetings` lists them with their numbers.');
      }
      case 'fault':
        return change([...set, parseFault(words.join(' '))]);
      case 'faults':
        return listFaults();
      case 'lift':
        return change(first === '' ? [] : set.filter((_, index) => first !== String(index + 1)));
      case 'calls': {
        const fresh = simulator.calls.slice(callsTold);
        callsTold = simulator.calls.length;
        const counts = Map.groupBy(
          fresh,
          ({ status, fault }) => `${status}${fault === undefined ? '' : ` by ${fault}`}`,
        );
        const texts = [...counts].map(([what, calls]) => `${calls.length} × ${what}`);
        return tell(texts.join(', ') || 'No call.');
      }
      case 'help':
        return tell(commandsHelp);
      default:
        return tell(`There is no command ${name}.\n${commandsHelp}`);
    }
  }

  return async (line: string): Promise<boolean> => {
    const [name = '', ...words] = line.trim().split(/\s+/);
    if (name === 'quit') return false;
    try {
      if (name !== '') await run(name, words);
    } catch (error) {
      tell(error instanceof Error ? error.message : String(error));
    }
    return true;
  };
}

/** Carries out the commands of a stream, one after the other. Resolves when it is told to end; never for a stream that ends. */
export async function readCommands(input: Readable, command: (line: string) => Promise<boolean>): Promise<void> {
  for await (const line of createInterface({ input })) if (!(await command(line))) return;
  await new Promise(() => {});
}
