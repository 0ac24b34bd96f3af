import * as z from 'zod';
import { plans } from '../../shared/domain/account/plan.ts';
import { byDataset } from '../../shared/domain/dataset.ts';
import { kinds } from '../../shared/domain/meeting/kind.ts';
import { ConfigurationError } from '../../shared/runtime/errors.ts';
import { faultSchema } from './faults/fault.ts';
import type { SimulatedMeeting } from './meeting.ts';
import { generateMeeting, sampleMeetings } from './meetings.ts';
import type { SimulatorOptions } from './options.ts';

const instant = z.iso.datetime({ offset: true });
const listedRow = z.union([z.string(), z.record(z.string(), z.unknown())]);
const listedRows = z.array(listedRow);
const rows = listedRows.default([]);

const versionSchema = z.strictObject({
  from: instant,
  ...byDataset(() => listedRows.exactOptional()),
  listRow: listedRow.exactOptional(),
});

const accountSchema = z.strictObject({
  accountId: z.string().min(1),
  clientId: z.string().min(1),
  clientSecret: z.string().min(1),
  webhookSecretToken: z.string().min(1),
  subAccounts: z.array(z.string().min(1)).exactOptional(),
});

const recipeSchema = z.strictObject({
  seed: z.int().default(1),
  kind: z.enum(kinds).optional(),
  endedAs: z.enum(kinds).optional(),
  participants: z.int().positive(),
  minutes: z.number().positive(),
  registrants: z.int().nonnegative().optional(),
  answers: z.int().nonnegative().optional(),
  occurrenceId: z.string().min(1).optional(),
  uuid: z.string().min(1).optional(),
  meetingId: z.string().regex(/^\d+$/).optional(),
  topic: z.string().optional(),
  accountId: z.string().optional(),
  practiceSession: z.boolean().optional(),
  listedSecondsAfterEnd: z.number().nonnegative().optional(),
  endTime: instant.optional(),
  /** Instead of `endTime`; negative: still running. */
  endedSecondsAgo: z.number().optional(),
});

const meetingSchema = z.strictObject({
  kind: z.enum(kinds).default('meeting'),
  endedAs: z.enum(kinds).exactOptional(),
  uuid: z.string().min(1),
  meetingId: z.string().regex(/^\d+$/),
  topic: z.string().default('Meeting'),
  hostId: z.string().default('SimulatedHost000000001'),
  type: z.int().default(2),
  startTime: instant,
  endTime: instant,
  timezone: z.string().default('UTC'),
  accountId: z.string().exactOptional(),
  ...byDataset(() => rows),
  listRow: listedRow.exactOptional(),
  versions: z.array(versionSchema).exactOptional(),
  oneParticipant: z.boolean().exactOptional(),
  occurrenceId: z.string().min(1).exactOptional(),
  registration: z.boolean().exactOptional(),
  listedSecondsAfterEnd: z.number().nonnegative().exactOptional(),
  practiceSession: z.boolean().exactOptional(),
});

const scenarioSchema = z.strictObject({
  plan: z.enum(plans).optional(),
  dashboard: z.boolean().optional(),
  accounts: z.array(accountSchema).optional(),
  latencyMs: z
    .union([z.number().nonnegative(), z.strictObject({ minMs: z.int().nonnegative(), maxMs: z.int().nonnegative() })])
    .optional(),
  tokenLifetimeSeconds: z.number().positive().optional(),
  pageTokenLifetimeSeconds: z.number().positive().optional(),
  newTokenRevokesOld: z.boolean().optional(),
  quota: z
    .strictObject({
      calls: z.int().positive().exactOptional(),
      windowMs: z.int().positive().exactOptional(),
      callsPerDay: z.int().nonnegative().exactOptional(),
    })
    .optional(),
  scopes: z.array(z.string()).optional(),
  oneParticipantPast: z.enum(['empty', 'not-found']).optional(),
  refuseOlderThanDays: z.number().positive().optional(),
  /** @default true when the scenario names no meetings of its own */
  sampleMeetings: z.boolean().optional(),
  generate: z.array(recipeSchema).default([]),
  meetings: z.array(meetingSchema).default([]),
  faults: z.array(faultSchema).default([]),
});

type Scenario = z.infer<typeof scenarioSchema>;

/**
 * Reads a scenario; an empty object is one.
 * @throws ConfigurationError that names every field which is wrong or not known.
 */
export function parseScenario(value: unknown): Scenario {
  const result = scenarioSchema.safeParse(value);
  if (result.success) return result.data;
  throw new ConfigurationError(`The scenario is not understood:\n${z.prettifyError(result.error)}`);
}

/** What the simulator is started with; meetings without a time of their own ended a minute before `now`. */
export function scenarioOptions(scenario: Scenario, now: Date): SimulatorOptions {
  const { sampleMeetings: samples, generate, meetings: given, ...options } = scenario;
  const generated = generate.map(({ endedSecondsAgo = 60, endTime, ...recipe }) =>
    generateMeeting({ ...recipe, endTime: endTime ?? new Date(now.getTime() - endedSecondsAgo * 1000) }),
  );
  const own: readonly SimulatedMeeting[] = [...given, ...generated];
  const withSamples = samples ?? own.length === 0;
  return { ...options, meetings: [...own, ...(withSamples ? sampleMeetings(now) : [])] };
}
