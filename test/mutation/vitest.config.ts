import { defineConfig } from 'vitest/config';
import allSuites from '../../vitest.config.ts';

/** The suites that are cheap enough to run for every mutant. One that does not exist is left out. */
const cheapSuites: readonly unknown[] = ['unit', 'model'];
/** A folder of one of them; absent for all. */
const { MUTATION_TESTS: folder } = process.env;

export default defineConfig({
  test: {
    projects: (allSuites.test?.projects ?? []).flatMap((project) => {
      if (typeof project !== 'object' || !('test' in project) || !cheapSuites.includes(project.test?.name)) return [];
      if (folder === undefined) return [project];
      const isOfSuite = `${folder}/`.startsWith(`test/${project.test?.name}/`);
      return isOfSuite ? [{ test: { ...project.test, include: [`${folder}/**/*.test.ts`] } }] : [];
    }),
  },
});
