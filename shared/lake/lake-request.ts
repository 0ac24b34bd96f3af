import * as z from 'zod/mini';
import { ConfigurationError } from '../runtime/errors.ts';

const day = z.string().check(z.regex(/^\d{4}-\d\d-\d\d$/));
const request = z.object({ mirrorDays: z.array(day).check(z.maxLength(10_000)) });

/** What a command asks the lake's function for; its schedule asks for nothing. */
export type LakeRequest = z.output<typeof request>;

/** Undefined for a tick of the schedule. @throws ConfigurationError when it is neither */
export function decodeLakeRequest(event: unknown): LakeRequest | undefined {
  if (typeof event !== 'object' || event === null || !('mirrorDays' in event)) return undefined;
  const { data } = request.safeParse(event);
  if (data) return data;
  throw new ConfigurationError('The request is none: {"mirrorDays":["2026-11-20"]} is one.');
}

/** What was done of what was asked; days that there was no time for are to be asked for again. */
export type DaysDone = z.output<typeof daysDone>;
export const daysDone = z.object({ done: z.array(z.string()), files: z.int(), versions: z.int() });
