import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

// Programs that tests start, dozens of them, load the same sources: half the time of each is to compile them.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, 'node_modules', '.cache', 'compile');

/**
 * Five suites by cost; a test belongs to the lowest one that can catch its bug.
 * - unit: pure decisions, no I/O.
 * - model: the capture's code in memory and virtual time, by histories that nobody thought of.
 * - integration: real HTTP on loopback and the embedded engines, or tables in memory held equal, one part at a time.
 * - infra: rules about the synthesized template.
 * - e2e: the whole template on one machine.
 */
const suites = [
  // Far from UTC: no decision depends on the machine's time zone.
  { name: 'unit', testTimeout: 10_000, env: { TZ: 'Asia/Kathmandu' } },
  { name: 'model', testTimeout: 120_000 },
  { name: 'integration', testTimeout: 60_000 },
  { name: 'infra', testTimeout: 120_000 },
  { name: 'e2e', testTimeout: 120_000 },
];

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: suites.map(({ name, testTimeout, env = {} }) => ({
      test: {
        name,
        include: [`test/${name}/**/*.test.ts`],
        testTimeout,
        hookTimeout: 120_000,
        env,
        // Files share what they import, and code that is warm: a file of its own takes 2 seconds more. So each closes what it
        // opens, and takes back what it stubs.
        isolate: false,
      },
    })),
  },
});
