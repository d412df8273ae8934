import { defineConfig } from 'vitest/config';

const common = {
  environment: 'node' as const,
  // oclif's captured output is empty when vitest intercepts the console.
  disableConsoleIntercept: true,
  // No test asserts a time; these only end one that hangs, on a machine that is busy with something else as well.
  testTimeout: 90_000,
  hookTimeout: 90_000,
  // Sockets and processes share two cores here. A second try is counted and named by .ci/run: it is a defect to look at.
  retry: 1,
};

export default defineConfig({
  test: {
    reporters: ['default', './test/support/second-try-reporter.ts'],
    projects: [
      {
        test: {
          ...common,
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/peers/**'],
        },
      },
      {
        test: {
          ...common,
          name: 'peers',
          include: ['test/peers/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          // Peers own fixed resources (ports, processes); one file at a time keeps them apart.
          fileParallelism: false,
        },
      },
    ],
  },
});
