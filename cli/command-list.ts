import type { Command } from 'commander';
import type { CommandContext } from './command-context.ts';

/** Gives a command its arguments, options and work. `defineAll` does so to every other one, which takes long. */
type Define = (command: Command, context: CommandContext, defineAll: () => Promise<void>) => void;

type ListedCommand = {
  readonly name: string;
  readonly about: string;
  readonly load: () => Promise<Define>;
};

/** `--help` lists them in this order. Each is loaded when it is run: none waits for what another one imports. */
export const commandList: readonly ListedCommand[] = [
  {
    name: 'status',
    about: 'What needs you, what waits, and how far the captures are; or of one meeting.',
    load: async () => (await import('./commands/status.ts')).defineStatus,
  },
  {
    name: 'doctor',
    about: 'Is everything set up rightly? Secrets, token, scopes, plan, webhook, clock, tables; and what to do.',
    load: async () => (await import('./commands/doctor.ts')).defineDoctor,
  },
  {
    name: 'meetings',
    about: 'The meetings that ended on a day or in a range, newest first.',
    load: async () => (await import('./commands/meetings.ts')).defineMeetings,
  },
  {
    name: 'meeting',
    about: 'One meeting: what it was, its captures, how many people; or all instances of a meeting id.',
    load: async () => (await import('./commands/meeting.ts')).defineMeeting,
  },
  {
    name: 'attendance',
    about: 'Who attended a meeting, from when to when; or a course, session by session.',
    load: async () => (await import('./commands/attendance.ts')).defineAttendance,
  },
  {
    name: 'person',
    about: 'The meetings that somebody joined, and for how many minutes each.',
    load: async () => (await import('./commands/person.ts')).definePerson,
  },
  {
    name: 'quality',
    about: 'How good the connections were: the worst sessions of some days, or all of them in groups.',
    load: async () => (await import('./commands/quality.ts')).defineQuality,
  },
  {
    name: 'qos',
    about: 'How good the connections of a meeting were, by session and stream.',
    load: async () => (await import('./commands/qos.ts')).defineQos,
  },
  {
    name: 'rows',
    about: 'The rows of one dataset of one meeting, as Zoom sent them.',
    load: async () => (await import('./commands/rows.ts')).defineRows,
  },
  {
    name: 'export',
    about: 'Writes the rows of the meetings that ended in some days into files.',
    load: async () => (await import('./commands/export.ts')).defineExport,
  },
  {
    name: 'query',
    about: 'Asks the files of an export in SQL.',
    load: async () => (await import('./commands/query.ts')).defineQuery,
  },
  {
    name: 'limits',
    about: "Calls to Zoom today, and what stops them: the plan's limits, an outage, until when.",
    load: async () => (await import('./commands/limits.ts')).defineLimits,
  },
  {
    name: 'redrive',
    about: 'Sends what lies in the dead-letter queue of a dataset, or of all, back to its queue.',
    load: async () => (await import('./commands/redrive.ts')).defineRedrive,
  },
  {
    name: 'erase',
    about: 'Removes everything stored of a person, for good, and prints a receipt.',
    load: async () => (await import('./commands/erase.ts')).defineErase,
  },
  {
    name: 'forget',
    about: 'Removes a meeting that was never rightly here, or all of an account that is not one of the stage.',
    load: async () => (await import('./commands/forget.ts')).defineForget,
  },
  {
    name: 'seal',
    about: 'Seals what older versions kept of erased rows and persons; once after the upgrade.',
    load: async () => (await import('./commands/seal.ts')).defineSeal,
  },
  {
    name: 'pseudonym',
    about: 'What a stage that pseudonymizes stores instead of an address, an id, a name.',
    load: async () => (await import('./commands/pseudonym.ts')).definePseudonym,
  },
  {
    name: 'sweep',
    about: 'Compares what ended, by Zoom, with what is stored, and has the missing captured.',
    load: async () => (await import('./commands/sweep.ts')).defineSweep,
  },
  {
    name: 'backfill',
    about: 'Captures what ended before, in the background: plans it, starts it, shows how far it is.',
    load: async () => (await import('./commands/backfill.ts')).defineBackfill,
  },
  {
    name: 'capture',
    about: 'Has a meeting captured now, once more if it was captured before; or all that is parked.',
    load: async () => (await import('./commands/capture.ts')).defineCapture,
  },
  {
    name: 'estimate',
    about: "What captures would cost on AWS, and whether Zoom's limits allow them.",
    load: async () => (await import('./commands/estimate.ts')).defineEstimate,
  },
  {
    name: 'page',
    about: 'Writes a page about one meeting, or a folder of pages about all that ended on some days.',
    load: async () => (await import('./commands/page.ts')).definePage,
  },
  {
    name: 'completion',
    about: 'A script by which a shell completes commands and options: bash, zsh or fish.',
    load: async () => (await import('./commands/completion.ts')).defineCompletion,
  },
];
