import { z } from 'zod';
import { checkedItem } from '../model/checklist.ts';
import { jsonObject } from '../model/json.ts';
import { roles } from '../model/role.ts';
import { runStates, runSummary } from '../model/run.ts';
import { defineCall } from './call.ts';
import { ledgerEntry } from './ledger.contract.ts';

/** Who the tenant is. Personal details are masked for support until revealed with a reason. */
const tenantSummary = z.strictObject({
  tenantId: z.string(),
  legalName: z.string().describe('Empty when the tenant’s details were shredded'),
  croNumber: z.string(),
  contactEmail: z.string(),
  masked: z.boolean(),
  /** State of the tenant's newest run. */
  state: z.enum(runStates),
  runbook: z.string(),
  connection: z.string(),
  environment: z.string(),
  openedAt: z.string(),
  changedAt: z.string(),
});
export type TenantSummary = z.infer<typeof tenantSummary>;

/** Tenants by where their newest run stands: not ended, gone through, taken back. */
export const tenantStandings = ['all', 'open', 'completed', 'taken-back'] as const;
export type TenantStanding = (typeof tenantStandings)[number];

/** Finds tenants by brokerId, or part of a name, e-mail or CRO number; newest first without a query. */
export const searchTenants = defineCall({
  name: 'tenants.search',
  input: z.strictObject({
    query: z.string().trim().max(200).default(''),
    standing: z.enum(tenantStandings).default('all'),
    limit: z.int().min(1).max(500).default(50),
    offset: z.int().min(0).default(0),
  }),
  output: z.strictObject({ total: z.int(), tenants: z.array(tenantSummary) }),
  roles,
});

const tenantView = tenantSummary.extend({
  contactName: z.string(),
  plan: z.string(),
  whiteLabel: z.string(),
  runs: z.array(runSummary),
  /** Everything that ever happened to it, oldest first. */
  timeline: z.array(ledgerEntry),
  checklist: z.array(checkedItem),
  handOver: jsonObject.exactOptional(),
});
export type TenantView = z.infer<typeof tenantView>;

/** `E_TENANT_NOT_FOUND`. */
export const showTenant = defineCall({
  name: 'tenants.show',
  input: z.strictObject({ tenantId: z.string().min(1) }),
  output: tenantView,
  roles,
});

/** Shows the personal details all the same; the reveal and its reason are recorded. */
export const revealTenant = defineCall({
  name: 'tenants.reveal',
  input: z.strictObject({
    tenantId: z.string().min(1),
    reason: z.string().trim().min(5).max(500).describe('Why you need to see them'),
  }),
  output: tenantView,
  roles,
});
