import type { DatasetDescription, DatasetReading, PersonalFields } from './dataset.ts';
import { participants, participantsPersonal, participantsReading } from './participants.ts';
import { qos, qosPersonal, qosReading } from './qos.ts';
import { report, reportPersonal, reportReading } from './report.ts';

// In the order in which they are named everywhere.
const described = { participants, qos, report } as const;
type Name = keyof typeof described;

export const descriptions: Readonly<Record<Name, DatasetDescription>> = described;

// Apart from the descriptions, so that a function carries no more of these than it uses.

export const personal = {
  participants: participantsPersonal,
  qos: qosPersonal,
  report: reportPersonal,
} as const satisfies Readonly<Record<Name, PersonalFields>>;

export const readings: Readonly<Record<Name, DatasetReading>> = {
  participants: participantsReading,
  qos: qosReading,
  report: reportReading,
};
