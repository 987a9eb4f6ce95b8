import type { Command } from 'commander';
import {
  exportApprovalRequest,
  importApproval,
  listApprovals,
  refuseApproval,
  showApprovalRequest,
  signApproval,
} from '../../../../shared/contract/approvals.contract.ts';
import type { Host } from '../host.ts';
import type { Session } from '../session.ts';
import { approvalRequestText, approvalsText } from '../views/approval-text.ts';
import { readDocumentFile, writeDocumentFile } from './document-file.ts';

type Out = { readonly out: string };

/** `approvals list|show|sign|refuse|export|import`: two-person approval, as files between workstations. */
export function approvalsCommand(approvals: Command, { action }: Host): void {
  approvals
    .command('list')
    .description('What waits for signatures here, and what you have signed.')
    .action(action(list));
  approvals
    .command('export <run>')
    .description('Write the request of a waiting run for those who have to sign it.')
    .requiredOption('--out <file>', 'where to')
    .addHelpText('after', '\nExample:\n  $ tenantctl approvals export run_01KAB… --out acme.request.json')
    .action(action(exportRequest));
  approvals
    .command('show <file>')
    .description('Read a request: who asks for what, and the plan in words.')
    .action(action(show));
  approvals
    .command('sign <file>')
    .description('Approve exactly the plan of a request.')
    .requiredOption('--out <file>', 'where the signed approval goes')
    .addHelpText('after', '\nExample:\n  $ tenantctl approvals sign acme.request.json --out acme.dpo.json')
    .action(action(sign));
  approvals
    .command('refuse <file>')
    .description('Refuse the plan of a request.')
    .requiredOption('--reason <text>', 'why; sealed in your ledger')
    .requiredOption('--out <file>', 'where the signed refusal goes')
    .action(action(refuse));
  approvals
    .command('import <file>')
    .description('Take over what somebody decided on another workstation.')
    .action(action(importFrom));
}

async function list({ console, printer }: Session): Promise<undefined> {
  const found = await console.call(listApprovals, {});
  printer.answer(found, (paint) => approvalsText(found, paint));
}

async function exportRequest({ console, printer }: Session, runId: string, { out }: Out): Promise<undefined> {
  const { document, digest, expiresAt } = await console.call(exportApprovalRequest, { runId });
  await writeDocumentFile(out, document);
  const answer = { file: out, runId, digest, expiresAt };
  printer.answer(answer, () => `The request is in ${out}. Plan ${digest}, to be signed before ${expiresAt}.`);
}

async function show({ console, printer, terminal }: Session, file: string): Promise<undefined> {
  const request = await console.call(showApprovalRequest, {
    document: await readDocumentFile(file, terminal),
  });
  printer.answer(request, (paint) => approvalRequestText(request, paint));
}

async function sign({ console, printer, terminal }: Session, file: string, { out }: Out): Promise<undefined> {
  const request = await readDocumentFile(file, terminal);
  const { document } = await console.call(signApproval, { document: request });
  await writeDocumentFile(out, document);
  printer.answer({ file: out, decision: 'approved' }, () => `Signed. Send ${out} back to whoever asked.`);
}

async function refuse(
  { console, printer, terminal }: Session,
  file: string,
  { out, reason }: Out & { readonly reason: string },
): Promise<undefined> {
  const request = await readDocumentFile(file, terminal);
  const { document } = await console.call(refuseApproval, { document: request, reason });
  await writeDocumentFile(out, document);
  printer.answer({ file: out, decision: 'refused' }, () => `Refused. Send ${out} back to whoever asked.`);
}

async function importFrom({ console, printer, terminal }: Session, file: string): Promise<undefined> {
  const taken = await console.call(importApproval, { document: await readDocumentFile(file, terminal) });
  const next = `tenantctl runs resume ${taken.runId}`;
  printer.answer(taken, () => `${taken.keyId} has ${taken.decision} run ${taken.runId}. Go on with: ${next}`);
}
