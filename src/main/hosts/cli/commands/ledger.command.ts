import { resolve } from 'node:path';
import type { Command } from 'commander';
import {
  exportLedger,
  ledgerCheckpoint,
  ledgerKey,
  ledgerProof,
  showLedger,
  verifyLedger,
} from '../../../../shared/contract/ledger.contract.ts';
import { hasCode, OperatorError } from '../../../../shared/errors/operator-error.ts';
import type { VerifyReport } from '../../../../shared/model/verify-report.ts';
import { homeOf, passphraseOf, type GlobalOptions } from '../global-options.ts';
import type { Host } from '../host.ts';
import type { Printer } from '../printer.ts';
import { openAsk } from '../prompts/ask.ts';
import type { Session } from '../session.ts';
import type { Terminal } from '../terminal.ts';
import { entriesText, verdictText } from '../views/ledger-text.ts';
import { wholeNumber } from './arguments.ts';

type ShowOptions = {
  readonly run?: string;
  readonly tenant?: string;
  readonly type?: string[];
  readonly from?: number;
  readonly limit?: number;
  readonly newest?: true;
};

/** `ledger verify|show|export|key|proof|checkpoint`: the signed log, in formats that foreign verifiers read. */
export function ledgerCommand(ledger: Command, { action, offline, terminal }: Host): void {
  const examined = offline((printer, _options, command: Command) => examine(printer, command, terminal));
  ledger
    .command('verify')
    .description(
      'Check every entry, signature and node, and the checkpoint pinned in the keychain. Exit code 6 when something is wrong.',
    )
    .addHelpText('after', '\nExample:\n  $ tenantctl ledger verify --json | jq .ok')
    .action(unlessDamaged(action(verify), examined));
  ledger
    .command('show')
    .description('Show entries. Personal details are sealed and not shown.')
    .option('--run <id>', 'only those of this run')
    .option('--tenant <id>', 'only those of this tenant')
    .option('--type <types...>', 'only these types, such as run.opened step.done')
    .option('--from <n>', 'from this entry on', wholeNumber)
    .option('--limit <n>', 'at most so many (100)', wholeNumber)
    .option('--newest', 'newest first')
    .addHelpText('after', '\nExample:\n  $ tenantctl ledger show --newest --limit 20')
    .action(action(show));
  ledger
    .command('export <dir>')
    .description('Write the log as C2SP tlog-tiles: checkpoint, tile/…, tile/entries/….')
    .addHelpText('after', '\nExample:\n  $ tenantctl ledger export ./audit-2026')
    .action(action(exportTo));
  ledger
    .command('key')
    .description('Print the key that verifies the log’s checkpoints, as a C2SP signed-note verifier key.')
    .action(action(key));
  ledger
    .command('proof')
    .description('Print the C2SP tlog-proof that an entry is in the log.')
    .requiredOption('--entry <n>', 'number of the entry, from 0', wholeNumber)
    .addHelpText('after', '\nExample:\n  $ tenantctl ledger proof --entry 12 > entry-12.tlog-proof')
    .action(action(proof));
  ledger
    .command('checkpoint')
    .description('Print the newest checkpoint, a C2SP tlog-checkpoint.')
    .action(action(checkpoint));
}

type Action = (...args: unknown[]) => Promise<void>;

/** A console does not open on a damaged ledger; what is wrong with it can be found out all the same. */
const unlessDamaged =
  (opened: Action, examined: Action): Action =>
  async (...args) => {
    try {
      await opened(...args);
    } catch (error) {
      if (!hasCode(error, 'E_LEDGER_DAMAGED', 'E_LEDGER_ROLLED_BACK')) throw error;
      await examined(...args);
    }
  };

async function examine(
  printer: Printer,
  command: Command,
  terminal: Terminal,
): Promise<OperatorError | undefined> {
  const { examineHome } = await import('../../../compose.ts');
  const globals: GlobalOptions = command.optsWithGlobals();
  const passphrase = await passphraseOf(globals, terminal, await openAsk(terminal));
  const home = homeOf(globals, terminal);
  return judge(printer, await examineHome({ home, ...(passphrase && { passphrase }) }));
}

async function verify({ console, printer }: Session): Promise<OperatorError | undefined> {
  return judge(printer, await console.call(verifyLedger, {}));
}

function judge(printer: Printer, report: VerifyReport): OperatorError | undefined {
  const failure = failureOf(report);
  printer.answer(report, (paint) => verdictText(report, paint), failure);
  return failure;
}

/** Damage is what `verify` answers with; a script sees it in the exit code. */
function failureOf({ ok, firstBad }: VerifyReport): OperatorError | undefined {
  if (ok) return undefined;
  const { index, what = 'store-damaged', message } = firstBad ?? {};
  return new OperatorError(what === 'rolled-back' ? 'E_LEDGER_ROLLED_BACK' : 'E_LEDGER_DAMAGED', {
    ...(message !== undefined && { message }),
    details: { what, ...(index !== undefined && { entry: index }) },
  });
}

async function show({ console, printer }: Session, options: ShowOptions): Promise<undefined> {
  const { run, tenant, type, from, limit, newest = false } = options;
  const shown = await console.call(showLedger, {
    ...(run !== undefined && { runId: run }),
    ...(tenant !== undefined && { tenantId: tenant }),
    ...(type && { types: type }),
    ...(from !== undefined && { from }),
    ...(limit !== undefined && { limit }),
    newestFirst: newest,
  });
  printer.answer(shown, (paint) => entriesText(shown, paint));
}

async function exportTo({ console, printer }: Session, dir: string): Promise<undefined> {
  const written = await console.call(exportLedger, { dir: resolve(dir) });
  printer.answer(written, () => `${written.entries} entries in ${written.files} files: ${written.dir}`);
}

async function key({ console, printer }: Session): Promise<undefined> {
  const answer = await console.call(ledgerKey, {});
  printer.answer(answer, () => answer.verifierKey.trimEnd());
}

async function proof(
  { console, printer }: Session,
  { entry }: { readonly entry: number },
): Promise<undefined> {
  const answer = await console.call(ledgerProof, { entry });
  printer.answer(answer, () => answer.proof.trimEnd());
}

async function checkpoint({ console, printer }: Session): Promise<undefined> {
  const answer = await console.call(ledgerCheckpoint, {});
  printer.answer(answer, () => answer.checkpoint.trimEnd());
}
