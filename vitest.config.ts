import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{apps,systems,core,libs,checks,simulation}/**/*.test.{ts,tsx}'],
    // Browser journeys have a machine of their own demands; checks/run-tests.ts runs them like all others.
    testTimeout: 30_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
    reporters: ['default'],
  },
});
