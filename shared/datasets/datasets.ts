import type { DatasetDescription, DatasetReading } from './dataset.ts';
import { participants, participantsReading } from './participants.ts';
import { qos, qosReading } from './qos.ts';
import { report, reportReading } from './report.ts';

// In the order in which they are named everywhere.
const described = { participants, qos, report } as const;
const read = { participants: participantsReading, qos: qosReading, report: reportReading } as const;

export const descriptions: Readonly<Record<keyof typeof described, DatasetDescription>> = described;

/** The other half of each description, apart so that the webhook does not carry it. */
export const readings: Readonly<Record<keyof typeof described, DatasetReading>> = read;

/** A personal field of some dataset's rows. */
export type PersonalRowField = (typeof read)[keyof typeof read]['personal'][number];
