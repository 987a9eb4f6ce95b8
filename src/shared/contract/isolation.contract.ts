import { z } from 'zod';
import { connectionName } from '../model/connection.ts';
import { cleanUpProof, detectorRecall, isolationReport, probeVerdicts } from '../model/isolation-report.ts';
import { roles } from '../model/role.ts';
import { schemaVariants } from '../model/schema-variant.ts';
import { defineCall } from './call.ts';

const tenantId = z.string().min(3).max(64);
const digest = z.string().regex(/^[0-9a-f]{64}$/);

const kept = z.strictObject({ runId: z.string(), digest, report: isolationReport });

/**
 * Runs the isolation suite on a tenant, new or long in use, as a run of its own. A suite that does not pass is an answer, not
 * an error. `profile` names a file; the connection's profile when left out.
 */
export const verifyTenant = defineCall({
  name: 'isolation.verify',
  input: z.strictObject({ connection: connectionName, tenantId, profile: z.string().exactOptional() }),
  output: kept,
  roles: ['superadmin'],
});

/** Removes what checks that were cut off have left behind in the tenant and in the canary. */
export const cleanUpCheck = defineCall({
  name: 'isolation.clean-up',
  input: z.strictObject({ connection: connectionName, tenantId }),
  output: cleanUpProof,
  roles: ['superadmin'],
});

const listed = z.strictObject({
  runId: z.string(),
  tenantId: z.string(),
  at: z.string(),
  digest,
  verdict: z.enum(probeVerdicts),
  probes: z.int(),
  passed: z.int(),
  failed: z.int(),
  inconclusive: z.int(),
});
export type ListedReport = z.infer<typeof listed>;

/** Reports that the ledger speaks of, newest first. */
export const listIsolationReports = defineCall({
  name: 'isolation.reports',
  input: z.strictObject({ tenantId: tenantId.exactOptional(), limit: z.int().min(1).max(200).default(20) }),
  output: z.array(listed),
  roles,
});

/** A kept report. Errors: `E_REPORT_NOT_FOUND`, `E_REPORT_DAMAGED`. */
export const showIsolationReport = defineCall({
  name: 'isolation.report',
  input: z.strictObject({ digest }),
  output: isolationReport,
  roles,
});

const mutantResult = z.strictObject({
  id: z.string(),
  family: z.string(),
  subtle: z.boolean(),
  detected: z.boolean(),
  /** Probes of its family that failed; the first few. */
  by: z.array(z.string()),
  ms: z.number(),
});
export type MutantResult = z.infer<typeof mutantResult>;

const selftestReport = detectorRecall.extend({
  results: z.array(mutantResult),
  /** What failed on clean portals, where nothing may. */
  alarms: z.array(z.strictObject({ run: z.string(), probes: z.array(z.string()) })),
  /** Clean runs that could not decide everything: no alarm, and no proof either. */
  undecided: z.array(z.strictObject({ run: z.string(), probes: z.array(z.string()) })),
  /** Leaks that were tried with the whole suite, and those of them that a family alone judges otherwise. */
  whole: z.strictObject({ tried: z.int(), differing: z.array(z.string()) }),
  seconds: z.number(),
});
export type SelftestReport = z.infer<typeof selftestReport>;

/**
 * Runs the suite against the reference portal with each planted leak, and against clean ones: what the detector finds, and what
 * it imagines. A leak counts as found only by a probe of its own family. Needs no connection; works on a sandbox of its own.
 */
export const selftestIsolation = defineCall({
  name: 'isolation.selftest',
  input: z.strictObject({
    leaks: z.array(z.string()).exactOptional().describe('Only these leaks'),
    variants: z
      .array(z.enum(schemaVariants))
      .min(1)
      .default([...schemaVariants]),
    whole: z.boolean().default(false).describe('Every leak with the whole suite, not only a sample'),
    cleanRuns: z.int().min(0).max(500).default(52),
    parallel: z.int().min(1).max(8).default(2),
  }),
  output: selftestReport,
  roles: ['superadmin'],
});
