import { defineConfig } from 'vitest/config';
import allSuites from '../../vitest.config.ts';

/** The suites that are cheap enough to run for every mutant. One that does not exist is left out. */
const cheapSuites: readonly unknown[] = ['unit', 'model'];

export default defineConfig({
  test: {
    projects: (allSuites.test?.projects ?? []).filter(
      (project) => typeof project === 'object' && 'test' in project && cheapSuites.includes(project.test?.name),
    ),
  },
});
