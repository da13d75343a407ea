import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{apps,systems,core,libs,checks,simulation}/**/*.test.{ts,tsx}'],
    // Browser journeys have a machine of their own demands; checks/run-tests.ts runs them like all others.
    testTimeout: 30_000,
    hookTimeout: 120_000,
    // Browsers on a busy shared machine: CI tries a failed test once more and says so; at your desk nothing is
    // repeated.
    retry: process.env.CI ? 1 : 0,
    pool: 'forks',
    maxWorkers: 2,
    reporters: ['default'],
  },
});
