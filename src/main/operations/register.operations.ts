import {
  exportRegister,
  holdTenant,
  listRegister,
  releaseTenant,
  settleRetention,
  showRegister,
  verifyRegister,
} from '../../shared/contract/register.contract.ts';
import type { ParsedInputOf } from '../../shared/contract/call.ts';
import { OperatorError } from '../../shared/errors/operator-error.ts';
import type { NewEntry } from '../../shared/model/ledger-entry.ts';
import type { RegisterRecord } from '../../shared/model/register.ts';
import { checkCertificate } from '../certificates/check-certificate.ts';
import { issueCertificate } from '../certificates/issue-certificate.ts';
import { article30Of } from '../register/article30.ts';
import { foldRegister } from '../register/fold-register.ts';
import { registerCsv } from '../register/register-csv.ts';
import { retentionHeld, retentionReleased, retentionSettled } from '../register/register-events.ts';
import type { ConsoleContext } from './console-context.ts';
import { operation } from './operation.ts';
import { viewOf } from './run-view.ts';

type Filter = ParsedInputOf<typeof listRegister>;

export const registerOperations = [
  operation(listRegister, async (ctx, filter) => [...(await findRecords(ctx, filter))]),

  operation(showRegister, async (ctx, { runId }) => {
    const record = (await allRecords(ctx)).find((each) => each.runId === runId);
    if (record === undefined) throw new OperatorError('E_RUN_NOT_FOUND', { details: { runId } });
    return { record, article30: article30Of(record) };
  }),

  operation(verifyRegister, ({ ledger, signer }, { runId }) =>
    Promise.resolve(checkCertificate(issueCertificate(ledger, runId, signer), ledger.verifierKey())),
  ),

  operation(exportRegister, async (ctx, { format, ...filter }) => {
    const records = await findRecords(ctx, filter);
    const day = ctx.clock.now().toISOString().slice(0, 10);
    const content = format === 'csv' ? Buffer.from(registerCsv(records)) : await pdfOf(ctx, records);
    return {
      name: `register-${day}.${format}`,
      type: format === 'csv' ? 'text/csv' : 'application/pdf',
      content: Buffer.from(content).toString('base64'),
      records: records.length,
    };
  }),

  operation(holdTenant, async (ctx, { tenantId, reason }) => {
    const { hold } = await recordOf(ctx, tenantId);
    if (hold !== undefined) throw new OperatorError('E_LEGAL_HOLD', { details: { tenantId } });
    return record(ctx, { type: retentionHeld, tenantId, data: {}, details: { reason } });
  }),

  operation(releaseTenant, async (ctx, { tenantId, reason }) => {
    const { hold } = await recordOf(ctx, tenantId);
    if (hold === undefined) throw new OperatorError('E_NO_LEGAL_HOLD', { details: { tenantId } });
    return record(ctx, { type: retentionReleased, tenantId, data: {}, details: { reason } });
  }),

  operation(settleRetention, async (ctx, { tenantId, item, reference }) => {
    const { retention } = await recordOf(ctx, tenantId);
    if (retention.length === 0) throw new OperatorError('E_RETENTION_RUNNING', { details: { tenantId } });
    return record(ctx, { type: retentionSettled, tenantId, data: { item, reference } });
  }),
];

export const allRecords = async (ctx: ConsoleContext): Promise<readonly RegisterRecord[]> =>
  foldRegister({
    log: ctx.ledger,
    opened: await ctx.directory.openingsOfRegister(),
    stateOf: (runId) => viewOf(ctx, runId).state,
    now: ctx.clock.now(),
  });

/** The newest record of a tenant. Errors: `E_TENANT_NOT_FOUND` when it was never off-boarded here. */
export async function recordOf(ctx: ConsoleContext, tenantId: string): Promise<RegisterRecord> {
  const found = (await allRecords(ctx)).find((each) => each.tenantId === tenantId);
  if (found === undefined) throw new OperatorError('E_TENANT_NOT_FOUND', { details: { tenantId } });
  return found;
}

async function record(
  ctx: ConsoleContext,
  entry: NewEntry & { readonly tenantId: string },
): Promise<RegisterRecord> {
  await ctx.ledger.append(entry);
  return recordOf(ctx, entry.tenantId);
}

async function findRecords(
  ctx: ConsoleContext,
  { query, only, from = '', to = '9999' }: Filter,
): Promise<readonly RegisterRecord[]> {
  const wanted = query.toLowerCase();
  return (await allRecords(ctx)).filter(
    (each) =>
      fits[only](each) &&
      `${each.tenantId} ${each.legalName} ${each.runId}`.toLowerCase().includes(wanted) &&
      each.openedAt.slice(0, 10) >= from &&
      each.openedAt.slice(0, 10) <= to,
  );
}

const fits: Readonly<Record<Filter['only'], (record: RegisterRecord) => boolean>> = {
  all: () => true,
  due: ({ due }) => due.length > 0,
  held: ({ hold }) => hold !== undefined,
  open: ({ state }) => !['completed', 'rolled-back', 'abandoned'].includes(state),
};

const pdfOf = ({ renderRegister, clock, ledger }: ConsoleContext, records: readonly RegisterRecord[]) =>
  renderRegister(
    records.map((each) => ({ record: each, article30: article30Of(each) })),
    { madeAt: clock.now(), log: ledger.checkpoint().split('\n')[0] ?? '' },
  );
