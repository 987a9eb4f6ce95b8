import { afterAll, beforeAll } from 'vitest';
import { argon2PasswordHash } from '../../src/main/adapters/argon2/password-hash.adapter.ts';
import { portalsOverHttp } from '../../src/main/adapters/portal/portal.adapter.ts';
import { resendMail } from '../../src/main/adapters/resend/resend-mail.adapter.ts';
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
import { pooledProbeUsers } from '../../src/main/tenancy/pooled/probe-users.ts';
import type { PooledSchema } from '../../src/main/tenancy/pooled/schema.ts';
import { statementsFor } from '../../src/main/tenancy/pooled/statements/index.ts';
import { pooledTruth } from '../../src/main/tenancy/pooled/tenant-truth.ts';
import type { IsolationReport } from '../../src/shared/model/isolation-report.ts';
import type { PortalProfile } from '../../src/shared/model/portal-profile.ts';
import { Secret } from '../../src/shared/model/secret.ts';
import { openPooled } from './pooled-database.ts';
import { startTestPortal, type TestPortal, type TestPortalOptions } from './sandbox.ts';

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
  const openPortal = portalsOverHttp({ clock: systemClock });
  const { apiKey } = portal.mail;
  const passwordHash = argon2PasswordHash;
  const idFormats = {
    tenant: 'prefixed-ulid',
    user: 'cuid2',
    tenantPrefix: 'brk_',
    userPrefix: 'usr_',
  } as const;
  const client = openPortal(profile, portal.portal.url);
  const ports: SuitePorts = {
    portal: client,
    openPortal,
    truth: pooledTruth(database),
    users: pooledProbeUsers({ database, connection: { idFormats }, passwordHash, ids }),
    mail: () => Promise.resolve(resendMail({ baseUrl: portal.mail.url, apiKey: new Secret(apiKey) })),
    clock: systemClock,
    ids,
    signal: new AbortController().signal,
    onProgress: () => undefined,
  };
  const target = (tenantId: string): SuiteTarget => ({
    runId: `run_${ids.ulid()}`,
    tenantId,
    canaryTenantId: portal.canary.brokerId,
    isNew: true,
    defaults: ['email-templates', 'compliance-calendar', 'users'],
    password: new Secret('a password for isolation probes'),
  });
  const tenantId = await insertTenant(database, portal.variant.startsWith('bare-'));
  const first = target(tenantId);
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
      client.close();
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
    croNumber: '654321',
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
