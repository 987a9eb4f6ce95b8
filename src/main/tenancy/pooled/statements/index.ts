import type { AnyStatement, SchemaMap } from '../../../ports/database.port.ts';
import { setAdminPassword } from './admin-password.statements.ts';
import { anonymiseRows, scrubRows } from './anonymise.statements.ts';
import { countUsers, disableUsers } from './disable-users.statements.ts';
import { exportRows, fixTextForms, searchRows } from './export.statements.ts';
import { fileStatements } from './file.statements.ts';
import { appendAudit, insertBareTenant, insertTenant } from './insert-tenant.statements.ts';
import { boundRows } from './key-range.statements.ts';
import { agreements } from './agreement.statements.ts';
import { countOrphans, readColumnRules } from './integrity.statements.ts';
import { orphanStatements } from './orphan.statements.ts';
import {
  findAnchor,
  findBareDuplicates,
  findDuplicates,
  observeBareTenant,
  observeTenant,
} from './look-up-tenant.statements.ts';
import { measureGroups } from './measure-groups.statements.ts';
import { countRows, findActions, findOwners, listVersions } from './ownership.statements.ts';
import { listDocuments, placeDocuments } from './place-documents.statements.ts';
import { pageRows } from './page-rows.statements.ts';
import { countAllRows, purgeRows } from './purge-rows.statements.ts';
import {
  disableProbeUser,
  findProbeUsers,
  insertProbeUsers,
  removeProbeUsers,
  resetProbePasswords,
} from './probe-users.statements.ts';
import { repairStatements } from './repair.statements.ts';
import {
  countForeignRows,
  listForeignRows,
  removeAdmin,
  removeBroker,
  removeCalendar,
  removeTemplates,
} from './remove-tenant.statements.ts';

/** Every SQL statement the pooled model may run (L15). */
export const pooledStatements: readonly AnyStatement[] = [
  findDuplicates,
  findBareDuplicates,
  observeTenant,
  observeBareTenant,
  insertTenant,
  insertBareTenant,
  setAdminPassword,
  appendAudit,
  findAnchor,
  countForeignRows,
  listForeignRows,
  removeTemplates,
  removeCalendar,
  removeAdmin,
  removeBroker,
  ...listVersions.values(),
  ...countRows.values(),
  ...findOwners.values(),
  findActions,
  insertProbeUsers,
  disableProbeUser,
  resetProbePasswords,
  removeProbeUsers,
  findProbeUsers,
  readColumnRules,
  ...countOrphans.values(),
  ...agreements.map(({ statement }) => statement),
  ...orphanStatements,
  ...fileStatements,
  ...repairStatements,
  countUsers,
  disableUsers,
  ...boundRows.values(),
  ...pageRows.values(),
  ...scrubRows.values(),
  ...anonymiseRows.values(),
  listDocuments,
  placeDocuments,
  ...countAllRows.values(),
  ...purgeRows.values(),
  measureGroups,
  fixTextForms,
  ...exportRows.values(),
  ...searchRows.values(),
];

/** The statements that fit the live schema: with or without a `brokers` table (P2). */
export const statementsFor = (map: SchemaMap) =>
  Object.hasOwn(map.tables, 'brokers')
    ? { findDuplicates, observeTenant, insertTenant, hasBrokers: true as const }
    : {
        findDuplicates: findBareDuplicates,
        observeTenant: observeBareTenant,
        insertTenant: insertBareTenant,
        hasBrokers: false as const,
      };
