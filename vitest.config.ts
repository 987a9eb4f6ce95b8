import { defineConfig } from 'vitest/config';

/** Projects that need nothing but Node, and projects that meet real peers. */
const alone = (name: string, include: readonly string[]) => ({
  test: { name, include: [...include], testTimeout: 10_000 },
});

const withPeers = (name: string, include: readonly string[]) => ({
  test: { name, include: [...include], testTimeout: 30_000, hookTimeout: 60_000 },
});

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      alone('unit', ['test/unit/**/*.test.ts', 'test/layers/**/*.test.ts']),
      withPeers('conformance', ['test/conformance/**/*.test.ts']),
      withPeers('integration', ['test/integration/**/*.test.ts']),
      withPeers('e2e', ['test/e2e/**/*.test.ts']),
    ],
  },
});
