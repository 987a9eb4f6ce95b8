import { afterAll, beforeAll } from 'vitest';
import { systemClock } from '../../src/main/adapters/system/system-clock.adapter.ts';
import { systemIds } from '../../src/main/adapters/system/system-ids.adapter.ts';
import { pensionPortal } from '../../src/main/isolation/profiles/pension-portal.profile.ts';
import { runSuite } from '../../src/main/isolation/suite/run-suite.ts';
import {
  defaultLimits,
  type SuiteLimits,
  type SuitePorts,
  type SuiteTarget,
} from '../../src/main/isolation/suite/suite-ports.ts';
import type { TenantDatabase } from '../../src/main/ports/database.port.ts';
import type { PooledSchema } from '../../src/main/tenancy/pooled/schema.ts';
import { statementsFor } from '../../src/main/tenancy/pooled/statements/index.ts';
import type { IsolationReport } from '../../src/shared/model/isolation-report.ts';
import type { PortalProfile } from '../../src/shared/model/portal-profile.ts';
import { openPooled } from './pooled-database.ts';
import { startTestPortal, type TestPortal, type TestPortalOptions } from './sandbox.ts';
import { suitePortsFor, suiteTargetOf } from './suite-parts.ts';

const ids = systemIds(systemClock);

export type IsolationBench = {
  readonly portal: TestPortal;
  readonly database: TenantDatabase<PooledSchema>;
  readonly ports: SuitePorts;
  readonly target: SuiteTarget;
  readonly run: (limits?: Partial<SuiteLimits>, ports?: Partial<SuitePorts>) => Promise<IsolationReport>;
  readonly close: () => Promise<void>;
};

/** A reference portal, a tenant that was just brought to life in it, and everything the suite works with. */
export async function openIsolationBench(
  options: TestPortalOptions = {},
  profile: PortalProfile = pensionPortal,
): Promise<IsolationBench> {
  const portal = await startTestPortal(options);
  const database = await openPooled(portal);
  const ports = suitePortsFor(portal, database, profile);
  const tenantId = await insertTenant(database, portal.variant.startsWith('bare-'));
  const first = suiteTargetOf(tenantId, portal.canary.brokerId);
  return {
    portal,
    database,
    ports,
    target: first,
    run: (limits = {}, more = {}) =>
      runSuite(
        { ...ports, ...more },
        { ...first, runId: `run_${ids.ulid()}` },
        { ...defaultLimits, ...limits },
      ),
    close: async () => {
      ports.portal.close();
      await database.close();
      await portal.close();
    },
  };
}

/** A broker with an administrator and one of each default, by the product's own statement. */
export async function insertTenant(database: TenantDatabase<PooledSchema>, bare: boolean): Promise<string> {
  const tenantId = bare ? ids.uuid() : `brk_${ids.ulid()}`;
  const { insertTenant: statement } = statementsFor(database.map);
  const firm = {
    legalName: 'Verified Brokers Ltd',
    croNumber: String(Buffer.from(ids.bytes(4)).readUInt32BE() % 900_000).padStart(6, '1'),
    contactName: 'A B',
    contactEmail: 'a@b.example',
  };
  const audit = {
    id: ids.uuid(),
    actorId: 'operator:test',
    action: 'broker.provisioned',
    entityType: 'broker',
  };
  await database.write((tx) =>
    tx.run(statement, {
      tenantId,
      broker: { ...firm, plan: 'standard', whiteLabel: null },
      admin: {
        id: ids.cuid2(),
        email: `${tenantId.toLowerCase()}@verified.example`,
        name: 'A B',
        passwordHash: 'none',
      },
      templates: [{ id: ids.uuid(), templateKey: 'welcome', subject: 'Welcome', body: 'Welcome' }],
      calendar: [
        { id: ids.uuid(), title: 'Return', description: 'Return', dueOn: '2027-01-31', recurrence: 'yearly' },
      ],
      audit: { ...audit, entityId: tenantId, tenantId, metadata: '{}' },
    }),
  );
  return tenantId;
}

/** A bench for all tests of a file or a `describe`. */
export function useIsolationBench(options: TestPortalOptions = {}): () => IsolationBench {
  let bench: IsolationBench | undefined;
  beforeAll(async () => {
    bench = await openIsolationBench(options);
  });
  afterAll(() => bench?.close());
  return () => {
    if (bench === undefined) throw new Error('The bench is there inside tests only.');
    return bench;
  };
}

/** What did not pass, one line each, for a failing test to show. */
export const troubleOf = ({ probes, stopped }: IsolationReport): readonly string[] => [
  ...(stopped === undefined ? [] : [`stopped: ${stopped.code} ${stopped.message}`]),
  ...probes.flatMap(({ id, verdict, reason, evidence }) =>
    verdict === 'pass' ? [] : [`${verdict} ${id}: ${reason} ${evidence.join(' ')}`],
  ),
];
