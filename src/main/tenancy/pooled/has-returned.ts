import type { TenantDatabase } from '../../ports/database.port.ts';
import { hasPeople } from './known-people.ts';
import { eraseAgainInput } from './offboard-input.ts';
import type { PooledSchema } from './schema.ts';
import { countUsers } from './statements/disable-users.statements.ts';

/** Whether somebody of a tenant that was erased can sign in again, or is known by anything again. */
export async function hasReturned(
  database: TenantDatabase<PooledSchema>,
  input: unknown,
  signal: AbortSignal,
): Promise<boolean> {
  const { tenantId, classified } = eraseAgainInput.parse(input);
  const [counted] = await database.read((tx) => tx.run(countUsers, { tenantId }), { signal });
  if ((counted?.enabled ?? 0) > 0) return true;
  return hasPeople({ database, tenantId, classified, signal });
}
