import { z } from 'zod';
import type { RunRecord } from '../engine/fold-run.ts';
import { acceptedApproval } from '../../shared/model/approval.ts';
import type { RegisterRecord } from '../../shared/model/register.ts';

const rowsOf = (tables: readonly { readonly rows: number }[]): number =>
  tables.reduce((sum, { rows }) => sum + rows, 0);

const shapes = {
  exported: z.object({
    sha256: z.string(),
    encrypted: z.boolean(),
    files: z.int().default(0),
    tables: z.array(z.object({ rows: z.int() })),
  }),
  received: z.object({ confirmedOn: z.string() }),
  approved: z.object({ approvals: z.array(acceptedApproval) }),
  disabled: z.object({ users: z.int() }),
  remembered: z.object({ values: z.int() }),
  removed: z.object({ removed: z.int(), kept: z.int() }),
  scrubbed: z.object({ tables: z.array(z.object({ changed: z.int() })) }),
  anonymised: z.object({ tables: z.array(z.object({ rows: z.int() })) }),
  searched: z.object({
    tables: z.array(z.object({ rows: z.int() })),
    reidentification: z.object({ smallest: z.int(), below: z.int() }),
  }),
  retention: z.object({
    operationalLogsUntil: z.string(),
    securityEventsUntil: z.string(),
    schemeRecordsUntil: z.string(),
  }),
  notified: z.object({ messageId: z.string() }),
  billing: z.object({ reference: z.string(), cancelledOn: z.string() }),
};

/** Undefined while the step of any model whose id ends so is not done. */
function receipt<T>({ steps }: RunRecord, ending: string, shape: z.ZodType<T>): T | undefined {
  const found = [...steps].find(([id, { standing }]) => id.endsWith(ending) && standing === 'done');
  return found === undefined ? undefined : shape.safeParse(found[1].receipt).data;
}

type Told = Pick<RegisterRecord, 'approvals' | 'exported' | 'receivedOn' | 'erased' | 'proof' | 'noticeId'> &
  Pick<RegisterRecord, 'billing' | 'retention'>;

/** What the receipts of an off-boarding say to the register. */
export function readReceipts(run: RunRecord): Told {
  const exported = receipt(run, '.export-tenant', shapes.exported);
  const received = receipt(run, '.confirm-receipt', shapes.received);
  const searched = receipt(run, '.find-residue', shapes.searched);
  const notified = receipt(run, '.notify-dpo', shapes.notified);
  const billing = receipt(run, '.cancel-billing', shapes.billing);
  const erased = erasedBy(run);
  return {
    approvals: receipt(run, 'two-person-approval', shapes.approved)?.approvals ?? [],
    retention: retainedAfter(run),
    ...(exported && { exported: exportOf(exported) }),
    ...(received && { receivedOn: received.confirmedOn }),
    ...(erased && { erased }),
    ...(searched && { proof: proofOf(searched) }),
    ...(notified && { noticeId: notified.messageId }),
    ...(billing && { billing }),
  };
}

const exportOf = ({ tables, files, encrypted, sha256 }: z.infer<typeof shapes.exported>) => ({
  rows: rowsOf(tables),
  files,
  encrypted,
  sha256,
});

const proofOf = ({ tables, reidentification }: z.infer<typeof shapes.searched>) => ({
  tables: tables.length,
  rows: rowsOf(tables),
  smallestGroup: reidentification.smallest,
  smallGroups: reidentification.below,
});

function erasedBy(run: RunRecord): RegisterRecord['erased'] {
  const anonymised = receipt(run, '.anonymise-people', shapes.anonymised);
  if (anonymised === undefined) return undefined;
  const removed = receipt(run, '.remove-files', shapes.removed);
  const scrubbed = receipt(run, '.scrub-texts', shapes.scrubbed);
  return {
    users: receipt(run, '.disable-users', shapes.disabled)?.users ?? 0,
    values: receipt(run, '.remember-people', shapes.remembered)?.values ?? 0,
    rows: rowsOf(anonymised.tables),
    texts: scrubbed?.tables.reduce((sum, { changed }) => sum + changed, 0) ?? 0,
    files: removed?.removed ?? 0,
    filesKept: removed?.kept ?? 0,
  };
}

function retainedAfter(run: RunRecord): RegisterRecord['retention'] {
  const kept = receipt(run, '.start-retention', shapes.retention);
  if (kept === undefined) return [];
  return [
    { item: 'operational-logs', until: kept.operationalLogsUntil },
    { item: 'security-events', until: kept.securityEventsUntil },
    { item: 'scheme-records', until: kept.schemeRecordsUntil },
  ];
}
