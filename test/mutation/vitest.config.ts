import { defineConfig } from 'vitest/config';
import allSuites from '../../vitest.config.ts';
import { cheapIntegration, readersOfCode } from './files.ts';

/** The suites that are cheap enough to run for every mutant, and what is as cheap of another. One that does not exist is left out. */
const cheapSuites: Readonly<Record<string, readonly string[] | undefined>> = {
  unit: ['test/unit/**/*.test.ts'],
  model: ['test/model/**/*.test.ts'],
  integration: cheapIntegration,
};
/** How the names of files begin that are run; absent for all. */
const starts = process.env.MUTATION_TESTS?.split(',');

/** Of these files, those whose names begin so. */
const beginning = (files: readonly string[]): readonly string[] =>
  starts === undefined ? files : files.flatMap((file) => starts.flatMap((start) => filesFrom(file, start)));

function filesFrom(file: string, start: string): string[] {
  if (file.startsWith(start)) return [file];
  const [folder = '', rest] = file.split('**/');
  const isIn = rest !== undefined && start.startsWith(folder);
  return isIn ? [start, `${start}*.test.ts`, `${start}*/**/*.test.ts`] : [];
}

export default defineConfig({
  test: {
    projects: (allSuites.test?.projects ?? []).flatMap((project) => {
      if (typeof project !== 'object' || !('test' in project)) return [];
      const include = beginning(cheapSuites[String(project.test?.name)] ?? []);
      return include.length > 0 ? [{ test: { ...project.test, include: [...include], exclude: readersOfCode } }] : [];
    }),
  },
});
