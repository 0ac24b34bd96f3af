import { absentees, absenteesPersonal, absenteesReading, absenteesWaits } from './absentees.ts';
import type { DatasetDescription, DatasetReading, DatasetWaits, PersonalFields } from './dataset.ts';
import { participants, participantsPersonal, participantsReading, participantsWaits } from './participants.ts';
import { polls, pollsPersonal, pollsReading, pollsWaits } from './polls.ts';
import { qa, qaPersonal, qaReading, qaWaits } from './qa.ts';
import { qos, qosPersonal, qosReading, qosWaits } from './qos.ts';
import { registrants, registrantsPersonal, registrantsReading, registrantsWaits } from './registrants.ts';
import { report, reportPersonal, reportReading, reportWaits } from './report.ts';
import { survey, surveyPersonal, surveyReading, surveyWaits } from './survey.ts';

// A description has four parts, so that a bundle carries no more than it uses: the webhook has the names and the waits alone.

const waits = {
  participants: participantsWaits,
  qos: qosWaits,
  report: reportWaits,
  registrants: registrantsWaits,
  polls: pollsWaits,
  qa: qaWaits,
  survey: surveyWaits,
  absentees: absenteesWaits,
} as const;

/** The name of a dataset: the keys of each record here, in the order in which they are named everywhere. */
export type DatasetName = keyof typeof waits;

/** Those that are captured where nobody says what is. */
export type UsualDatasetName = {
  [Name in DatasetName]: (typeof waits)[Name] extends { readonly optional: true } ? never : Name;
}[DatasetName];

export const datasetWaits: Readonly<Record<DatasetName, DatasetWaits>> = waits;

export const descriptions: Readonly<Record<DatasetName, DatasetDescription>> = {
  participants,
  qos,
  report,
  registrants,
  polls,
  qa,
  survey,
  absentees,
};

export const personal = {
  participants: participantsPersonal,
  qos: qosPersonal,
  report: reportPersonal,
  registrants: registrantsPersonal,
  polls: pollsPersonal,
  qa: qaPersonal,
  survey: surveyPersonal,
  absentees: absenteesPersonal,
} as const satisfies Readonly<Record<DatasetName, PersonalFields>>;

export const readings: Readonly<Record<DatasetName, DatasetReading>> = {
  participants: participantsReading,
  qos: qosReading,
  report: reportReading,
  registrants: registrantsReading,
  polls: pollsReading,
  qa: qaReading,
  survey: surveyReading,
  absentees: absenteesReading,
};
