import { defineConfig } from 'vitest/config';
import allSuites from '../../vitest.config.ts';

/** The suites that are cheap enough to run for every mutant; `--suite` names one of them. */
const { MUTATION_SUITE: suite } = process.env;
const cheapSuites: readonly unknown[] = suite === undefined ? ['unit', 'model'] : [suite];

export default defineConfig({
  test: {
    projects: (allSuites.test?.projects ?? []).filter(
      (project) => typeof project === 'object' && 'test' in project && cheapSuites.includes(project.test?.name),
    ),
  },
});
