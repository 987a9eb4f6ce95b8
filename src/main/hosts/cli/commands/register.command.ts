import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import {
  exportRegister,
  holdTenant,
  listRegister,
  releaseTenant,
  settleRetention,
  showRegister,
  verifyRegister,
} from '../../../../shared/contract/register.contract.ts';
import { OperatorError } from '../../../../shared/errors/operator-error.ts';
import type { Host } from '../host.ts';
import type { Session } from '../session.ts';
import { certificateText } from '../views/certificate-text.ts';
import { recordText, registerText } from '../views/register-text.ts';
import { choiceOf } from './arguments.ts';

type Filter = {
  readonly query?: string;
  readonly only?: 'all' | 'due' | 'held' | 'open';
  readonly from?: string;
  readonly to?: string;
};

const filtered = (command: Command): Command =>
  command
    .option('--query <text>', 'part of a tenant id or of a legal name')
    .option(
      '--only <kind>',
      'due: something is to be erased now; held: by a legal hold; open: not ended',
      choiceOf(['all', 'due', 'held', 'open']),
    )
    .option('--from <day>', 'opened on or after, YYYY-MM-DD')
    .option('--to <day>', 'opened on or before, YYYY-MM-DD');

/** `register list|show|verify|export|hold|release|settle`: what the DPO answers with. */
export function registerCommand(register: Command, { action }: Host): void {
  filtered(register.command('list').description('Off-boardings, what is kept of each and until when.'))
    .addHelpText('after', '\nExample:\n  $ tenantctl register list --only due')
    .action(action(list));
  register
    .command('show <run>')
    .description('One off-boarding as an entry of the Art. 30 register.')
    .action(action(show));
  register
    .command('verify <run>')
    .description('Prove a record on the spot, from the signed log. Exit code 6 when it does not hold.')
    .action(action(verify));
  filtered(register.command('export').description('Write the register for readers.'))
    .requiredOption('--format <format>', 'csv or pdf', choiceOf(['csv', 'pdf']))
    .option('--out <file>', 'where to (register-<day>.<format>)')
    .addHelpText('after', '\nExample:\n  $ tenantctl register export --format pdf --out register.pdf')
    .action(action(exportTo));
  register
    .command('hold <tenant>')
    .description('Keep a tenant’s records beyond their day: nothing of it is purged while it is held.')
    .requiredOption('--reason <text>', 'why; sealed')
    .action(action(hold));
  register
    .command('release <tenant>')
    .description('Let go of a tenant’s records again.')
    .requiredOption('--reason <text>', 'why; sealed')
    .action(action(release));
  register
    .command('settle <tenant>')
    .description('Vouch that logs outside the database are erased.')
    .requiredOption('--item <item>', 'operational-logs or security-events', choiceOf(items))
    .requiredOption('--reference <text>', 'what shows it')
    .action(action(settle));
}

const items = ['operational-logs', 'security-events'] as const;

async function list({ console, printer }: Session, filter: Filter): Promise<undefined> {
  const records = await console.call(listRegister, filter);
  printer.answer(records, (paint) => registerText(records, paint));
}

async function show({ console, printer }: Session, runId: string): Promise<undefined> {
  const shown = await console.call(showRegister, { runId });
  printer.answer(shown, (paint) => recordText(shown, paint));
}

async function verify({ console, printer }: Session, runId: string): Promise<OperatorError | undefined> {
  const report = await console.call(verifyRegister, { runId });
  const failed = report.checks.filter(({ holds }) => !holds).map(({ id }) => id);
  const failure = report.valid
    ? undefined
    : new OperatorError('E_CERTIFICATE_INVALID', { details: { failed } });
  printer.answer(report, (paint) => certificateText(report, runId, paint), failure);
  return failure;
}

type Export = Filter & { readonly format: 'csv' | 'pdf'; readonly out?: string };

async function exportTo(
  { console, printer }: Session,
  { format, out, ...filter }: Export,
): Promise<undefined> {
  const { name, content, records } = await console.call(exportRegister, { format, ...filter });
  const file = out ?? name;
  try {
    await writeFile(file, Buffer.from(content, 'base64'));
  } catch (cause) {
    throw new OperatorError('E_INVALID_INPUT', {
      message: `The file ${file} cannot be written.`,
      details: { file },
      cause,
    });
  }
  printer.answer({ file, records }, () => `${records} records are in ${file}.`);
}

type Reasoned = { readonly reason: string };

async function hold(
  { console, printer }: Session,
  tenantId: string,
  { reason }: Reasoned,
): Promise<undefined> {
  const held = await console.call(holdTenant, { tenantId, reason });
  printer.answer(held, () => `Held: ${tenantId}. Nothing of it is purged until it is released.`);
}

async function release(
  { console, printer }: Session,
  tenantId: string,
  { reason }: Reasoned,
): Promise<undefined> {
  const released = await console.call(releaseTenant, { tenantId, reason });
  printer.answer(released, () => `Released: ${tenantId}.`);
}

async function settle(
  { console, printer }: Session,
  tenantId: string,
  options: { readonly item: (typeof items)[number]; readonly reference: string },
): Promise<undefined> {
  const settled = await console.call(settleRetention, { tenantId, ...options });
  printer.answer(settled, () => `Settled: ${options.item} of ${tenantId} (${options.reference}).`);
}
