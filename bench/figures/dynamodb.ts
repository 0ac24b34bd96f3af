import { generateMeeting } from '../../local/simulator/meetings.ts';
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
        const obvious = await meteredStore(meeting, engine);
        lines.push(...linesOf(participants, captured, obvious));
        lines.push({
          ...{ what: `by cli estimate, ${sizeText(participants)}`, unit: 'write units each' },
          ours: estimatedUnits(meeting) / participants,
          against: {
            what: 'measured',
            value: (writeUnitsOf(captured.firstLook) + writeUnitsOf(captured.laterLooks)) / participants,
          },
          ...(participants > fewParticipants
            ? { bar: { of: 'ratio', least: 0.95, most: 1.05 } }
            : { note: "the account's first token and item weigh on a lone small meeting" }),
        });
        if (participants === shownByPlace) lines.push(...linesByPlace(participants, captured));
      }
      return lines;
    }),
};

/** The most that bookkeeping may take of a whole life's write units. */
const bookkeepingBars: Readonly<Record<number, number>> = { 10: 0.25, 1000: 0.03 };
/** A meeting of ten carries its bookkeeping on few shoulders: the bar of write units is for larger ones. */
const fewParticipants = 10;

const shownByPlace = 100;
const sizeText = (participants: number): string => `of ${participants.toLocaleString('en-US')}`;

/** Where the write units of a first look go. */
const linesByPlace = (participants: number, { firstLook }: MeteredCapture): Line[] =>
  Object.entries(firstLook.writes).map(([place, units]) => ({
    what: `of these into ${place}, of ${participants}`,
    unit: 'write units each',
    ours: units / participants,
  }));

function linesOf(
  participants: number,
  { firstLook, laterLooks, storedBytes }: MeteredCapture,
  obvious: { readonly writeUnits: number; readonly storedBytes: number },
): Line[] {
  const each = (total: number) => total / participants;
  const whole = writeUnitsOf(firstLook) + writeUnitsOf(laterLooks);
  const sizes = sizeText(participants);
  const against = (total: number) => ({ what: 'item per sample', value: each(total) });
  const share = bookkeepingBars[participants];
  return [
    {
      what: `rows of a look, indexes too, ${sizes}`,
      unit: 'write units each',
      ours: each(rowUnitsOf(firstLook)),
      against: against(obvious.writeUnits),
      bar: { of: 'ratio', most: 0.3 },
    },
    {
      what: `first look with all its bookkeeping, ${sizes}`,
      unit: 'write units each',
      ours: each(writeUnitsOf(firstLook)),
      against: against(obvious.writeUnits),
      ...(participants > fewParticipants && { bar: { of: 'value', most: 20 } }),
    },
    {
      what: `all looks until settled, ${sizes}`,
      unit: 'write units each',
      ours: each(whole),
      against: against(obvious.writeUnits),
    },
    {
      what: `stored, indexes too, ${sizes}`,
      unit: 'bytes each',
      ours: each(storedBytes),
      against: against(obvious.storedBytes),
      bar: { of: 'ratio', most: 0.3 },
    },
    {
      what: `bookkeeping of all write units, ${sizes}`,
      unit: 'share',
      ours: (bookkeeping(firstLook) + bookkeeping(laterLooks)) / whole,
      ...(share !== undefined && { bar: { of: 'value', most: share } }),
    },
  ];
}

/** Meeting, capture and account items with their index entries, and the Control table. */
const bookkeeping = (consumed: Consumed): number => writeUnitsOf(consumed) - rowUnitsOf(consumed);
