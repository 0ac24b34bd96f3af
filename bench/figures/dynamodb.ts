import type { SimulatedMeeting } from '../../local/simulator/meeting.ts';
import { generateMeeting } from '../../local/simulator/meetings.ts';
import { rowTexts } from '../../local/simulator/rows/row.ts';
import { type Consumed, rowUnitsOf, writeUnitsOf } from '../engines/capacity-meter.ts';
import { type MeteredCapture, meteredCapture } from '../engines/metered-capture.ts';
import { withDynoxide } from '../engines/start-dynoxide.ts';
import type { Figure, Line } from '../figure.ts';
import { meteredStore } from '../obvious/metered-store.ts';
import { estimatedUnits } from './estimated-units.ts';

const endTime = '2026-11-20T09:00:00Z';
const minutes = 60;

/** What an hour's meetings of three sizes write, all datasets and indexes together, as a right engine counts it. */
export const dynamodb: Figure = {
  name: 'dynamodb',
  about: 'write units and bytes (1)',
  measure: (told) =>
    withDynoxide(async (engine) => {
      const lines: Line[] = [];
      for (const participants of [10, 100, 1_000]) {
        told(`${participants} participants for an hour`);
        const meeting = generateMeeting({ seed: participants, participants, minutes, endTime });
        const captured = await meteredCapture(meeting, engine);
        const measured: Measured = { participants, hours: participantHours(meeting), captured };
        lines.push(...linesOf(measured, await meteredStore(meeting, engine)));
        lines.push(estimateLine(measured, meeting));
        if (participants === shownByPlace) lines.push(...linesByPlace(measured));
      }
      return lines;
    }),
};

/**
 * The most write units an hour that bookkeeping may take of a whole life: a quarter and 3 % of what a life took when rows were
 * still lists. Of packed rows the same units are a larger share.
 */
const bookkeepingBars: Readonly<Record<number, number>> = { 10: 8.5, 1000: 0.73 };
/** A meeting of ten carries its bookkeeping on few shoulders: the bars of all write units are for larger ones. */
const fewParticipants = 10;

const shownByPlace = 100;
const unit = 'write units an hour';
const mostOfObvious = { of: 'ratio', most: 0.3 } as const;

type Measured = {
  readonly participants: number;
  /** That people were there; each minute is a QoS sample. */
  readonly hours: number;
  readonly captured: MeteredCapture;
};

const participantHours = ({ qos }: SimulatedMeeting): number =>
  rowTexts(qos).reduce((sum, text) => sum + JSON.parse(text).user_qos.length / 60, 0);

const sizeText = (participants: number): string => `of ${participants.toLocaleString('en-US')}`;

const wholeLife = ({ firstPoll, laterPolls }: MeteredCapture): number =>
  writeUnitsOf(firstPoll) + writeUnitsOf(laterPolls);

/** Where the write units of a first poll go, and what each index stores. */
const linesByPlace = ({ participants, hours, captured }: Measured): Line[] => [
  ...Object.entries(captured.firstPoll.writes).map(([place, units]) => {
    return { what: `of these into ${place}, ${sizeText(participants)}`, unit, ours: units / hours };
  }),
  ...Object.entries(captured.indexBytes).map(([index, bytes]) => {
    return { what: `kept in ${index}, ${sizeText(participants)}`, unit: 'bytes an hour', ours: bytes / hours };
  }),
];

const estimateLine = ({ participants, hours, captured }: Measured, meeting: SimulatedMeeting): Line => ({
  what: `by cli estimate, ${sizeText(participants)}`,
  unit,
  ours: estimatedUnits(meeting) / hours,
  against: { what: 'measured', value: wholeLife(captured) / hours },
  ...(participants > fewParticipants
    ? { bar: { of: 'ratio', least: 0.95, most: 1.05 } }
    : { note: "the account's first token and item weigh on a lone small meeting" }),
});

/** All by participant-hours. */
function linesOf(
  { participants, hours, captured }: Measured,
  obvious: { readonly writeUnits: number; readonly storedBytes: number },
): Line[] {
  const { firstPoll, laterPolls, storedBytes } = captured;
  const each = (total: number) => total / hours;
  const whole = wholeLife(captured);
  const sizes = sizeText(participants);
  const against = (total: number) => ({ what: 'item per sample', value: each(total) });
  const mostUnits = bookkeepingBars[participants];
  const bookkept = bookkeeping(firstPoll) + bookkeeping(laterPolls);
  return [
    {
      what: `rows of a poll, indexes too, ${sizes}`,
      unit,
      ours: each(rowUnitsOf(firstPoll)),
      against: against(obvious.writeUnits),
      bar: mostOfObvious,
    },
    {
      what: `first poll with all its bookkeeping, ${sizes}`,
      unit,
      ours: each(writeUnitsOf(firstPoll)),
      against: against(obvious.writeUnits),
      ...(participants > fewParticipants && { bar: mostOfObvious }),
    },
    {
      what: `all polls until settled, ${sizes}`,
      unit,
      ours: each(whole),
      against: against(obvious.writeUnits),
      note: 'the obvious way polls once',
    },
    {
      what: `stored, indexes too, ${sizes}`,
      unit: 'bytes an hour',
      ours: each(storedBytes),
      against: against(obvious.storedBytes),
      bar: mostOfObvious,
    },
    {
      what: `bookkeeping of all write units, ${sizes}`,
      unit: 'share',
      ours: bookkept / whole,
    },
    {
      what: `bookkeeping, ${sizes}`,
      unit,
      ours: each(bookkept),
      ...(mostUnits !== undefined && { bar: { of: 'value', most: mostUnits } }),
    },
  ];
}

/** Meeting, capture and account items with their index entries, and the Control table. */
const bookkeeping = (consumed: Consumed): number => writeUnitsOf(consumed) - rowUnitsOf(consumed);
