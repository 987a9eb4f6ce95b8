import { LOOPBACK } from '../loopback.ts';
import type { SchemaVariant } from '../portal/schema/variant.ts';
import { CONSOLE_ROLE, OWNER_ROLE } from '../postgres/portal-cluster.ts';
import type { SeedResult } from '../seed/seed.ts';
import type { SandboxSecrets } from './sandbox-home.ts';
import type { RunningState } from './sandbox-state.ts';

export const DATABASE = 'portal';

type Parts = Pick<RunningState, 'portal' | 'blob' | 'mail' | 'control'> & {
  readonly variant: SchemaVariant;
  readonly seed: SeedResult;
  readonly secrets: SandboxSecrets;
  readonly postgresPort: number;
};

/** The sandbox of this process as `start` and `status` print it. */
export function describeSandbox({
  variant,
  seed,
  secrets,
  postgresPort: port,
  portal,
  blob,
  mail,
  control,
}: Parts): RunningState {
  const { ownerPassword, consolePassword, canaryPassword: password, superAdminPassword } = secrets;
  const users = seed.canary.users.map((user) => ({ ...user, password }));
  const [admin] = users;
  if (admin === undefined) throw new Error('The seed made a canary without a BrokerAdmin.');
  const ownerUrl = `postgres://${OWNER_ROLE}:${ownerPassword}@${LOOPBACK}:${port}/${DATABASE}`;
  return {
    state: 'running',
    pid: process.pid,
    variant,
    postgres: {
      host: LOOPBACK,
      port,
      database: DATABASE,
      user: CONSOLE_ROLE,
      password: consolePassword,
      ownerUrl,
    },
    portal,
    blob,
    mail,
    control,
    canary: { brokerId: seed.canary.brokerId, admin: { email: admin.email, password }, users },
    superAdmin: { email: seed.superAdmin.email, password: superAdminPassword },
    seededTenants: seed.seededTenants,
  };
}
