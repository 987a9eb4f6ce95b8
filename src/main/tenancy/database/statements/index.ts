import type { AnyStatement } from '../../../ports/database.port.ts';
import {
  appendAudit,
  changeStatus,
  findTenant,
  insertTenant,
  listServers,
  removeTenant,
} from './master.statements.ts';
import { findAdmin, insertAdmin, setInvitation } from './tenant.statements.ts';

/** Every SQL statement the model may run on the master database (L15). */
export const masterStatements: readonly AnyStatement[] = [
  listServers,
  findTenant,
  insertTenant,
  changeStatus,
  removeTenant,
  appendAudit,
];

/** Every SQL statement the model may run on a tenant's own database. */
export const tenantStatements: readonly AnyStatement[] = [findAdmin, insertAdmin, setInvitation];
