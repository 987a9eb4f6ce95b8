import type { TenantSummary, TenantView } from '../../../../shared/contract/tenants.contract.ts';
import type { Paint } from '../terminal.ts';
import { entriesText } from './ledger-text.ts';
import { textFacts, textTable } from './text-table.ts';

/** Tenants one a line, newest first. */
export function tenantsText(
  found: { readonly total: number; readonly tenants: readonly TenantSummary[] },
  paint: Paint,
): string {
  const { total, tenants } = found;
  if (total === 0) return 'No tenant in this ledger matches.';
  const rows = tenants.map((tenant) => [
    tenant.tenantId,
    tenant.legalName || '(shredded)',
    tenant.croNumber,
    tenant.contactEmail,
    tenant.state,
    tenant.changedAt,
  ]);
  const table = textTable(['tenant', 'legal name', 'CRO', 'login', 'state', 'changed'], rows);
  return `${table}\n${paint('dim', `${tenants.length} of ${total}`)}`;
}

/** One tenant and its whole history. */
export function tenantText(tenant: TenantView, paint: Paint): string {
  const { tenantId, legalName, croNumber, contactName, contactEmail, state, connection, environment } =
    tenant;
  const facts = textFacts({
    tenant: tenantId,
    'legal name': legalName || '(shredded)',
    'CRO number': croNumber,
    contact: `${contactName} ${contactEmail}`.trim(),
    state: `${state}, ${connection} (${environment})`,
    runs: tenant.runs.map(({ runId, runbook, state: each }) => `${runId} ${runbook} ${each}`).join('\n'),
  });
  return `${facts}\n\n${entriesText({ size: tenant.timeline.length, entries: tenant.timeline }, paint)}`;
}
