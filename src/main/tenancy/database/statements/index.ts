import type { AnyStatement } from '../../../ports/database.port.ts';
import * as master from './master.statements.ts';
import {
  countSignedIn,
  findAdmin,
  insertAdmin,
  insertProbeUser,
  listSchemas,
  removeProbeUsers,
  setInvitation,
} from './tenant.statements.ts';

/** Every SQL statement the model may run on the master database (L15). */
export const masterStatements: readonly AnyStatement[] = Object.values(master);

/** Every SQL statement the model may run on a tenant's own database. */
export const tenantStatements: readonly AnyStatement[] = [
  findAdmin,
  insertAdmin,
  setInvitation,
  insertProbeUser,
  removeProbeUsers,
  countSignedIn,
  listSchemas,
];
