import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { DenialReading } from '../../../src/sandbox/portal/policies.ts';
import type { PortalDatabase, PortalTables } from '../../../src/sandbox/portal/schema/portal-database.ts';
import type { SchemaVariant } from '../../../src/sandbox/portal/schema/variant.ts';
import { openIsolationBench, troubleOf, type IsolationBench } from '../../helpers/isolation.ts';
import { guardWrites } from '../../helpers/write-guard.ts';

/** Every schema and every reading of a denial once; `tenantctl isolation selftest` runs them all with all. */
const deployments: readonly (readonly [SchemaVariant, DenialReading])[] = [
  ['brokers-snake', '404'],
  ['brokers-camel', '403'],
  ['bare-snake', 'empty'],
  ['bare-camel', '404'],
];

describe('on the clean reference portal', { timeout: 120_000 }, () => {
  test.each(deployments)(
    '%s that denies by %s the suite passes, strays nowhere and leaves nothing',
    async (variant, denial) => {
      const bench = await openIsolationBench({ variant, denial });
      try {
        const { db, accesses } = bench.portal;
        const real = await idsOfOthers(db, bench);
        const guard = await guardWrites(db);

        const report = await bench.run();
        expect(troubleOf(report)).toEqual([]);
        expect(report).toMatchObject({
          verdict: 'pass',
          cleanUp: { left: [], filesLeft: 0, canaryUnchanged: true },
        });
        expect(report.counts.probes).toBeGreaterThan(1_500);

        // Nothing is written outside the canary and the tenant's own test data.
        expect(await guard.writes()).toBeGreaterThan(200);
        expect(await guard.strayed([bench.target.tenantId, bench.target.canaryTenantId])).toEqual([]);
        expect(await probeUsers(db)).toBe(0);

        // No real tenant's data is ever asked for, or given out.
        expect(accesses.length).toBeGreaterThan(1_000);
        const asked = accesses
          .map(({ target, requestBody, ids }) => `${target} ${requestBody} ${ids.join(' ')}`)
          .join('\n');
        // Two tenants with all that hangs below them: firm, people, schemes, members, papers, files.
        expect(real.length).toBeGreaterThan(150);
        expect(real.filter((id) => asked.includes(id))).toEqual([]);
      } finally {
        await bench.close();
      }
    },
  );
});

/** Ids of the tenants that are neither the canary nor under verification, and of every row of theirs. */
async function idsOfOthers(db: PortalDatabase, { target }: IsolationBench): Promise<readonly string[]> {
  const idsBelow = async (
    column: string,
    parents: readonly string[],
    ...tables: readonly (keyof PortalTables)[]
  ) => {
    const found = tables.map((table) =>
      db.selectFrom(table).select('id').where(column, 'in', parents).execute(),
    );
    return (await Promise.all(found)).flat().map(({ id }) => String(id));
  };
  const firms = await db
    .selectFrom('employers')
    .select('brokerId')
    .distinct()
    .where('brokerId', 'not in', [target.tenantId, target.canaryTenantId])
    .execute();
  const tenants = firms.map(({ brokerId }) => String(brokerId));
  const employers = await idsBelow('brokerId', tenants, 'employers');
  const schemes = await idsBelow('employerId', employers, 'schemes');
  const members = await idsBelow('schemeId', schemes, 'members');
  return [
    ...[tenants, employers, schemes, members].flat(),
    ...(await idsBelow('brokerId', tenants, 'users', 'email_templates', 'compliance_calendar')),
    ...(await idsBelow('schemeId', schemes, 'key_function_holders', 'written_policies')),
    ...(await idsBelow('schemeId', schemes, 'ora_reports', 'documents')),
    ...(await idsBelow('memberId', members, 'contributions', 'fund_choices')),
  ];
}

async function probeUsers(db: PortalDatabase): Promise<number> {
  const { rows } = await sql<{
    count: number;
  }>`select count(*)::int as count from users where email like '%@probe.invalid'`.execute(db);
  return rows[0]?.count ?? -1;
}
