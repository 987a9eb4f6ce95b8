import { join } from 'node:path';
import { createCertificate } from '../../../../shared/contract/certificates.contract.ts';
import { startOffboarding } from '../../../../shared/contract/offboard.contract.ts';
import { showRegister } from '../../../../shared/contract/register.contract.ts';
import { resumeRun } from '../../../../shared/contract/runs.contract.ts';
import { OperatorError } from '../../../../shared/errors/operator-error.ts';
import type { JsonObject } from '../../../../shared/model/json.ts';
import type { RegisterRecord } from '../../../../shared/model/register.ts';
import type { RunView } from '../../../../shared/model/run.ts';
import { writeDocumentFile } from '../commands/document-file.ts';
import type { Session } from '../session.ts';
import { signInOffices } from './demo-offices.ts';
import type { FictitiousBroker } from './fictitious-broker.ts';

/** What a demo shows of an off-boarding. */
export type OffboardingShown = {
  readonly run: RunView;
  readonly signers: readonly string[];
  readonly record: RegisterRecord;
  /** The encrypted export, which the broker's own key has opened. */
  readonly exportFile: string;
  readonly certificate: { readonly file: string; readonly valid: boolean };
};

/**
 * Takes the demo's broker apart again: export to its own key, receipt, two signatures from other homes, erasure, proof,
 * certificate. Errors: `E_EXPORT_DAMAGED` when the broker cannot open what it got, and those of the calls.
 */
export async function showOffboarding(
  session: Session,
  at: { readonly connection: string; readonly tenantId: string },
  broker: FictitiousBroker,
  say: (words: string) => void,
): Promise<OffboardingShown> {
  const { console, live } = session;
  const { connection, tenantId } = at;
  const goOn = async (run: RunView, value?: JsonObject): Promise<RunView> => {
    const answer = value && { answer: { stepId: run.prompt?.stepId ?? '', value } };
    const next = await console.call(resumeRun, { runId: run.runId, ...answer });
    live.learn(next);
    return next;
  };
  say('Off-boarding: the export is encrypted to the broker’s own key');
  const input = inputOf(tenantId, broker);
  let run = await console.call(startOffboarding, { connection, input });
  live.learn(run);
  const exportFile = join(console.home, 'exports', `${run.runId}.export.zip.pgp`);
  if (!(await broker.canOpenExport(exportFile))) throw new OperatorError('E_EXPORT_DAMAGED');
  run = await goOn(run, receiptOf(console.clock.now()));
  say('Two people sign the plan, each in a home of their own: DPO and CISO');
  const signers = await signInOffices(console, run.runId);
  run = await goOn(run);
  run = await goOn(run, { reference: 'DEMO-BILLING', cancelledOn: dayOf(console.clock.now()) });
  const { document, report } = await console.call(createCertificate, { runId: run.runId });
  const file = join(console.home, 'exports', `${run.runId}.certificate.json`);
  await writeDocumentFile(file, document);
  const { record } = await console.call(showRegister, { runId: run.runId });
  return { run, signers, record, exportFile, certificate: { file, valid: report.valid } };
}

const inputOf = (tenantId: string, { legalName, contact, openpgpKey }: FictitiousBroker): JsonObject => ({
  tenantId,
  legalName,
  reason: 'The demo is over',
  recipient: { ...contact, openpgpKey },
  dpo: { email: 'dpo@demo-office.example' },
});

const receiptOf = (now: Date): JsonObject => ({
  channel: 'demo',
  confirmedBy: 'Ada Demo',
  confirmedOn: dayOf(now),
  evidence: 'the broker’s own key has opened it',
});

const dayOf = (instant: Date): string => instant.toISOString().slice(0, 10);
