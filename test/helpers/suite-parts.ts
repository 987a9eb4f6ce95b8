import { argon2PasswordHash } from '../../src/main/adapters/argon2/password-hash.adapter.ts';
import { portalsOverHttp } from '../../src/main/adapters/portal/portal.adapter.ts';
import { resendMail } from '../../src/main/adapters/resend/resend-mail.adapter.ts';
import { systemClock } from '../../src/main/adapters/system/system-clock.adapter.ts';
import { systemIds } from '../../src/main/adapters/system/system-ids.adapter.ts';
import { pensionPortal } from '../../src/main/isolation/profiles/pension-portal.profile.ts';
import type { SuitePorts, SuiteTarget } from '../../src/main/isolation/suite/suite-ports.ts';
import type { TenantDatabase } from '../../src/main/ports/database.port.ts';
import { pooledProbeUsers } from '../../src/main/tenancy/pooled/probe-users.ts';
import type { PooledSchema } from '../../src/main/tenancy/pooled/schema.ts';
import { pooledTruth } from '../../src/main/tenancy/pooled/tenant-truth.ts';
import type { PortalProfile } from '../../src/shared/model/portal-profile.ts';
import { Secret } from '../../src/shared/model/secret.ts';
import type { TestPortal } from './sandbox.ts';

const ids = systemIds(systemClock);

/** What a process needs to know of a test portal to check it. */
export type CheckedPortal = {
  readonly portal: { readonly url: string };
  readonly mail: { readonly url: string; readonly apiKey: string };
  readonly database: TestPortal['database'];
};

/** Everything the suite works with, over real peers. Close the portal of it. */
export function suitePortsFor(
  { portal, mail }: CheckedPortal,
  database: TenantDatabase<PooledSchema>,
  profile: PortalProfile = pensionPortal,
): SuitePorts {
  const openPortal = portalsOverHttp({ clock: systemClock });
  const passwordHash = argon2PasswordHash;
  const idFormats = {
    tenant: 'prefixed-ulid',
    user: 'cuid2',
    tenantPrefix: 'brk_',
    userPrefix: 'usr_',
  } as const;
  return {
    portal: openPortal(profile, portal.url),
    openPortal,
    truth: pooledTruth(database),
    users: pooledProbeUsers({ database, connection: { idFormats }, passwordHash, ids }),
    mail: () => Promise.resolve(resendMail({ baseUrl: mail.url, apiKey: new Secret(mail.apiKey) })),
    clock: systemClock,
    ids,
    signal: new AbortController().signal,
    onProgress: () => undefined,
  };
}

/** A run of its own on a tenant that was just brought to life. */
export const suiteTargetOf = (tenantId: string, canaryTenantId: string): SuiteTarget => ({
  runId: `run_${ids.ulid()}`,
  tenantId,
  canaryTenantId,
  isNew: true,
  defaults: ['email-templates', 'compliance-calendar', 'users'],
  password: new Secret('a password for isolation probes'),
});
