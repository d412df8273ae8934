import { defineConfig } from 'vitest/config';

const common = {
  environment: 'node' as const,
  // oclif's captured output is empty when vitest intercepts the console.
  disableConsoleIntercept: true,
  testTimeout: 20_000,
  hookTimeout: 30_000,
};

export default defineConfig({
  test: {
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
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // Peers own fixed resources (ports, processes); one file at a time keeps them apart.
          fileParallelism: false,
        },
      },
    ],
  },
});
