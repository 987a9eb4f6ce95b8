import { defineConfig } from 'vitest/config';

/** Projects that talk to the real PostgreSQL, which is started once for all of them. */
const onPostgres = { globalSetup: ['test/helpers/postgres.setup.ts'] };

const seconds = (count: number) => ({ testTimeout: count * 1000, hookTimeout: Math.max(count, 30) * 1000 });

export default defineConfig({
  test: {
    pool: 'forks',
    restoreMocks: true,
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['test/unit/**/*.test.ts', 'test/layers/*.test.ts'], ...seconds(10) },
      },
      {
        extends: true,
        test: {
          name: 'conformance',
          include: ['test/conformance/**/*.test.ts'],
          ...onPostgres,
          ...seconds(30),
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          ...onPostgres,
          ...seconds(30),
        },
      },
      {
        extends: true,
        test: { name: 'e2e', include: ['test/e2e/**/*.test.ts'], ...onPostgres, ...seconds(120) },
      },
    ],
  },
});
