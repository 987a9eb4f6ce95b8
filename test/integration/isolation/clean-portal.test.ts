import { describe, expect, test } from 'vitest';
import type { DenialReading } from '../../../src/sandbox/portal/policies.ts';
import type { SchemaVariant } from '../../../src/sandbox/portal/schema/variant.ts';
import { openIsolationBench, troubleOf } from '../../helpers/isolation.ts';

/** Every schema and every reading of a denial once; `tenantctl isolation selftest` runs them all with all. */
const deployments: readonly (readonly [SchemaVariant, DenialReading])[] = [
  ['brokers-snake', '404'],
  ['brokers-camel', '403'],
  ['bare-snake', 'empty'],
  ['bare-camel', '404'],
];

describe('on the clean reference portal', () => {
  test.each(deployments)(
    '%s that denies by %s, the suite passes and leaves nothing',
    async (variant, denial) => {
      const bench = await openIsolationBench({ variant, denial });
      try {
        const report = await bench.run();
        expect(troubleOf(report)).toEqual([]);
        expect(report.verdict).toBe('pass');
        expect(report.counts.probes).toBeGreaterThan(1_000);
        expect(report.cleanUp).toMatchObject({ left: [], filesLeft: 0, canaryUnchanged: true });
      } finally {
        await bench.close();
      }
    },
  );
});
