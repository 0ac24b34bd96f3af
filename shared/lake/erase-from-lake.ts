import { type DaysDone, daysDone } from './lake-request.ts';

/** Files that were written anew or deleted, and former versions that were deleted for good. */
export type LakeErased = Omit<DaysDone, 'done'>;

/** While another run writes into the lake, and so long altogether. */
const pauseMs = 15_000;
const mostPauses = 80;

/**
 * Has the function of the lake bring these days up to the table, and delete former versions of their files.
 * @param invoke calls it, and gives its answer
 * @throws what the function throws, but while another run is at work
 */
export async function eraseFromLake(
  days: ReadonlySet<string>,
  invoke: (request: object) => Promise<unknown>,
  sleep: (ms: number) => Promise<void>,
): Promise<LakeErased> {
  const left = new Set(days);
  const erased = { files: 0, versions: 0 };
  for (let pauses = 0; left.size > 0; ) {
    try {
      const { done, files, versions } = daysDone.parse(await invoke({ mirrorDays: [...left].sort() }));
      for (const day of done) left.delete(day);
      erased.files += files;
      erased.versions += versions;
    } catch (error) {
      const isBusy = error instanceof Error && error.message.includes('Another run is writing into the lake');
      if (!isBusy || pauses >= mostPauses) throw error;
      pauses += 1;
      await sleep(pauseMs);
    }
  }
  return erased;
}
