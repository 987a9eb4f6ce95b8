import {
  exportApprovalRequest,
  importApproval,
  listApprovals,
  refuseApproval,
  showApprovalRequest,
  signApproval,
} from './approvals.contract.ts';
import type { Call } from './call.ts';
import { createCertificate, verifyCertificate } from './certificates.contract.ts';
import {
  addConnection,
  examineConnection,
  listConnections,
  removeConnection,
  testConnection,
} from './connections.contract.ts';
import {
  createIdentity,
  exportPolicy,
  grantRoles,
  importPolicy,
  revokeIdentity,
  showIdentity,
  showPolicy,
} from './identity.contract.ts';
import {
  cleanUpCheck,
  listIsolationReports,
  selftestIsolation,
  showIsolationReport,
  verifyTenant,
} from './isolation.contract.ts';
import {
  exportLedger,
  ledgerCheckpoint,
  ledgerKey,
  ledgerProof,
  showLedger,
  verifyLedger,
} from './ledger.contract.ts';
import {
  classifyOffboarding,
  describeOffboarding,
  previewOffboarding,
  startOffboarding,
} from './offboard.contract.ts';
import { listDrafts, removeDraft, saveDraft, showOverview } from './overview.contract.ts';
import { lastScans, previewRepair, scanOrphans, startRepair } from './reconcile.contract.ts';
import {
  exportRegister,
  holdTenant,
  listErasures,
  listRegister,
  previewPurge,
  releaseTenant,
  replayErasures,
  settleRetention,
  showRegister,
  startPurge,
  verifyRegister,
} from './register.contract.ts';
import {
  describeIntake,
  listRuns,
  planRollback,
  previewProvisioning,
  promptRun,
  resumeRun,
  revealSecret,
  rollbackRun,
  showRun,
  startProvisioning,
} from './runs.contract.ts';
import { resetSandbox, sandboxStatus, startSandbox, stopSandbox } from './sandbox.contract.ts';
import { runFleet } from './fleet.contract.ts';
import { listServers } from './servers.contract.ts';
import { inspectTenant, previewUpkeep, startUpkeep } from './upkeep.contract.ts';
import { listStatements } from './statements.contract.ts';
import { revealTenant, searchTenants, showTenant } from './tenants.contract.ts';

/** Every call a host carries. What is not in this list cannot be reached from outside the process. */
export const calls: readonly Call[] = [
  ...[addConnection, listConnections, testConnection, examineConnection, removeConnection],
  ...[describeIntake, previewProvisioning, startProvisioning],
  ...[listRuns, showRun, promptRun, resumeRun, planRollback, rollbackRun, revealSecret],
  ...[verifyLedger, showLedger, exportLedger, ledgerKey, ledgerProof, ledgerCheckpoint],
  ...[startSandbox, stopSandbox, sandboxStatus, resetSandbox],
  ...[showIdentity, createIdentity, showPolicy, grantRoles, revokeIdentity, exportPolicy, importPolicy],
  ...[showOverview, saveDraft, listDrafts, removeDraft],
  ...[searchTenants, showTenant, revealTenant],
  ...[
    listApprovals,
    exportApprovalRequest,
    showApprovalRequest,
    signApproval,
    refuseApproval,
    importApproval,
  ],
  ...[describeOffboarding, classifyOffboarding, previewOffboarding, startOffboarding],
  ...[listRegister, showRegister, verifyRegister, exportRegister],
  ...[holdTenant, releaseTenant, settleRetention, previewPurge, startPurge, listErasures, replayErasures],
  ...[createCertificate, verifyCertificate],
  ...[verifyTenant, cleanUpCheck, listIsolationReports, showIsolationReport, selftestIsolation],
  listServers,
  ...[inspectTenant, previewUpkeep, startUpkeep],
  runFleet,
  listStatements,
  scanOrphans,
  lastScans,
  previewRepair,
  startRepair,
];

const byName: ReadonlyMap<unknown, Call> = new Map(calls.map((call) => [call.name, call]));

/** The call of this name, whatever the name may be; a map knows no inherited members. */
export const findCall = (name: unknown): Call | undefined => byName.get(name);

/** The names on the wire; they exist nowhere else. */
export const channels = {
  /** Window → host, answered: name of the call and its input as JSON text. */
  call: 'tenant-console:call',
  /** Window → host: follow and leave the stream. Host → window: an event for one listener. */
  events: 'tenant-console:events',
  /** The bridge as the page sees it: `window.tenantConsole`. */
  bridge: 'tenantConsole',
  /** Browser → host: POST, the name of the call follows; the body is its input. */
  callPath: '/api/call/',
  /** Host → browser: server-sent events, `?after=` the last `seq` seen. */
  eventsPath: '/api/events',
} as const;
