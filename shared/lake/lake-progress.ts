import * as z from 'zod/mini';
import type { MirrorFolder } from '../operations/export/mirror-folder.ts';

const optional = z.exactOptional;
const progress = z.object({
  version: z.literal(1),
  /** The pass over all days that is under way: when it began, and the day to go on with. */
  pass: optional(z.object({ startedAt: z.string(), nextDay: z.string() })),
  /** When the last pass began that has come to its end. */
  passedAt: optional(z.string()),
});

/** How far a lake's mirror is. Instants are ISO 8601. */
export type LakeProgress = z.output<typeof progress>;

const name = '_lake/progress.json';

/** A pass over all days begins so long after the last one began. */
const passEveryMs = 24 * 3_600_000;

/** The lake's progress; as if nothing was done yet where there is none, or none that can be read. */
export async function readProgress(folder: MirrorFolder): Promise<LakeProgress> {
  const text = await folder.readText(name);
  try {
    return progress.parse(JSON.parse(text ?? ''));
  } catch {
    return { version: 1 };
  }
}

export const writeProgress = (folder: MirrorFolder, state: LakeProgress): Promise<void> =>
  folder.writeText(name, JSON.stringify(state));

/** Where the pass over all days is to go on; undefined while none is due. `now` in epoch ms. */
export function passUnderWay({ pass, passedAt }: LakeProgress, now: number): LakeProgress['pass'] {
  if (pass) return pass;
  const isDue = passedAt === undefined || now - Date.parse(passedAt) >= passEveryMs;
  return isDue ? { startedAt: new Date(now).toISOString(), nextDay: '' } : undefined;
}

const dayMs = 24 * 3_600_000;
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** Days in UTC up to the one that `now` is in, the oldest first. */
export const lastDays = (count: number, now: number): string[] =>
  Array.from({ length: count }, (_, at) => dayOf(now - (count - 1 - at) * dayMs));

/** The days from the first of these to the one before `end`, without a gap, and none twice. */
export function allDays(known: readonly string[], end: string): string[] {
  const first = [...known].sort()[0];
  const days: string[] = [];
  for (let at = Date.parse(first ?? end); at < Date.parse(end); at += dayMs) days.push(dayOf(at));
  return days;
}
