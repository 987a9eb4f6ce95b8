import { defineConfig } from 'vitest/config';
import { compileCache } from './test/helpers/compile-cache.ts';

const SECOND = 1000;

/** Projects that need nothing but Node, and projects that meet real peers: PostgreSQL is started once for all of them. */
const alone = (name: string, include: readonly string[]) => ({
  test: { name, include: [...include], env: compileCache, testTimeout: 60 * SECOND },
});

const withPeers = (name: string, include: readonly string[], seconds = 120) => ({
  test: {
    name,
    include: [...include],
    env: compileCache,
    globalSetup: ['test/helpers/postgres.setup.ts'],
    testTimeout: seconds * SECOND,
    hookTimeout: 180 * SECOND,
  },
});

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      alone('unit', ['test/unit/**/*.test.ts', 'test/layers/**/*.test.ts']),
      withPeers('conformance', ['test/conformance/**/*.test.ts']),
      withPeers('integration', ['test/integration/**/*.test.ts']),
      withPeers('e2e', ['test/e2e/**/*.test.ts'], 120),
    ],
  },
});
