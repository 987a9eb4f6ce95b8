import type { Command } from 'commander';
import { scanOrphans } from '../../../../shared/contract/reconcile.contract.ts';
import type { Host } from '../host.ts';
import type { Session } from '../session.ts';
import { reconcileText } from '../views/reconcile-text.ts';
import { schedulers, type Scheduler } from '../views/schedule-text.ts';
import { choiceOf, wholeNumber } from './arguments.ts';

type ScanOptions = { readonly connection: string; readonly listed?: number };
type ScheduleOptions = {
  readonly connection: string;
  readonly for?: Scheduler;
  readonly at: string;
};

const known = Object.keys(schedulers) as Scheduler[];

/** `reconcile scan|schedule`: what hangs below nothing, now and every day. */
export function reconcileCommand(reconcile: Command, { action }: Host): void {
  reconcile
    .command('scan')
    .description('Look for brokers without an administrator and for rows below nothing. Changes nothing.')
    .requiredOption('--connection <name>', 'where to look')
    .option('--listed <n>', 'list so many of each kind (100); all are counted', wholeNumber)
    .addHelpText(
      'after',
      '\nExample:\n  $ tenantctl reconcile scan --connection production --json | jq .found',
    )
    .action(action(scan));
  reconcile
    .command('schedule')
    .description('Print the file that makes this system look every day.')
    .requiredOption('--connection <name>', 'where to look')
    .option('--for <scheduler>', `one of: ${known.join(', ')}; this system's when left out`, choiceOf(known))
    .option('--at <hh:mm>', 'at this time of day', '06:30')
    .addHelpText(
      'after',
      '\nExample:\n  $ tenantctl reconcile schedule --connection production --for systemd',
    )
    .action(action(schedule));
}

async function scan({ console, printer }: Session, { connection, listed }: ScanOptions): Promise<undefined> {
  const input = { connection, ...(listed !== undefined && { listed }) };
  const found = await console.call(scanOrphans, input);
  printer.answer(found, (paint) => reconcileText(found, paint));
}

const ofSystem: Readonly<Record<string, Scheduler>> = { darwin: 'launchd', win32: 'task-scheduler' };

function schedule(
  { console, printer }: Session,
  { connection, at, for: scheduler = ofSystem[process.platform] ?? 'systemd' }: ScheduleOptions,
): Promise<undefined> {
  const call = ['--home', console.home, 'reconcile', 'scan', '--connection', connection, '--json'];
  const program = process.argv[1] ?? 'tenantctl';
  const file = schedulers[scheduler]({ command: [process.execPath, program, ...call], at });
  printer.answer({ scheduler, file }, () => file);
  return Promise.resolve(undefined);
}
