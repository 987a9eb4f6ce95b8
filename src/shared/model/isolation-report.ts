import { z } from 'zod';
import { families, owaspIds } from './isolation-family.ts';

/** Inconclusive is never a pass: something kept the question from being answered. */
export const probeVerdicts = ['pass', 'fail', 'inconclusive'] as const;
export type ProbeVerdict = (typeof probeVerdicts)[number];

const headers = z.record(z.string(), z.string());

/** What was asked, without any proof of who asked. */
export const shownRequest = z.strictObject({
  method: z.string(),
  path: z.string(),
  headers: headers.exactOptional(),
  body: z.string().exactOptional().describe('As it was sent; test data only'),
});
export type ShownRequest = z.infer<typeof shownRequest>;

/** What came back, with every text masked that is neither a marker nor an id the suite knows. */
export const shownResponse = z.strictObject({
  status: z.int(),
  headers,
  body: z.string(),
  bytes: z.int(),
});
export type ShownResponse = z.infer<typeof shownResponse>;

export const probeResult = z.strictObject({
  id: z.string().describe('Stable and dotted: family, resource, what is tried'),
  family: z.enum(families),
  resource: z.string().describe('Name of the resource or view in the portal profile, or portal'),
  title: z.string(),
  owasp: z.enum(owaspIds),
  actor: z.string().describe('Who asks: tenant, canary, a role, disabled, anonymous, a forged session'),
  expectation: z.string(),
  verdict: z.enum(probeVerdicts),
  reason: z.string().describe('What decided the verdict; no personal data'),
  evidence: z.array(z.string()).describe('Markers and ids that should not have been there'),
  request: shownRequest.exactOptional(),
  response: shownResponse.exactOptional(),
  ms: z.number(),
});
export type ProbeResult = Readonly<z.infer<typeof probeResult>>;

const counts = z.strictObject({
  probes: z.int(),
  passed: z.int(),
  failed: z.int(),
  inconclusive: z.int(),
});
export type ProbeCounts = z.infer<typeof counts>;

/** One cell of the heat matrix. */
export const matrixCell = z.strictObject({
  resource: z.string(),
  family: z.enum(families),
  verdict: z.enum(probeVerdicts),
  ...counts.shape,
});
export type MatrixCell = Readonly<z.infer<typeof matrixCell>>;

/** What the database itself says about keeping tenants apart. A note asks for nothing. */
export const integrityFinding = z.strictObject({
  id: z.string(),
  severity: z.enum(['fault', 'note']),
  message: z.string(),
});
export type IntegrityFinding = Readonly<z.infer<typeof integrityFinding>>;

/** Proof that the check left nothing: what was made, and what the database still has of it. */
export const cleanUpProof = z.strictObject({
  made: z.int(),
  removed: z.int(),
  left: z.array(z.strictObject({ entity: z.string(), id: z.string() })),
  filesLeft: z.int(),
  canaryUnchanged: z.boolean(),
});
export type CleanUpProof = Readonly<z.infer<typeof cleanUpProof>>;

/** How good the detector is: planted leaks found, and alarms where there was nothing. */
export const detectorRecall = z.strictObject({
  mutants: z.int(),
  detected: z.int(),
  recall: z.number(),
  missed: z.array(z.string()),
  falseAlarms: z.int(),
  cleanRuns: z.int(),
  at: z.string().describe('ISO 8601'),
});
export type DetectorRecall = Readonly<z.infer<typeof detectorRecall>>;

export const isolationReport = z.strictObject({
  format: z.literal('tenant-console.isolation-report/v1'),
  runId: z.string(),
  tenantId: z.string(),
  canaryTenantId: z.string(),
  portal: z.strictObject({ origin: z.string(), profile: z.string() }),
  startedAt: z.string(),
  ms: z.number(),
  verdict: z.enum(probeVerdicts),
  counts,
  /** Why the suite could not go on, where it could not. */
  stopped: z.strictObject({ code: z.string(), message: z.string() }).exactOptional(),
  probes: z.array(probeResult),
  matrix: z.array(matrixCell),
  integrity: z.array(integrityFinding),
  cleanUp: cleanUpProof,
  notProbed: z
    .array(z.strictObject({ id: z.string(), reason: z.string() }))
    .describe('What the suite knows to ask and did not'),
  detector: detectorRecall.exactOptional(),
});
export type IsolationReport = Readonly<z.infer<typeof isolationReport>>;
