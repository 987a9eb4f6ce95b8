import { InvalidArgumentError, type Command } from 'commander';
import { previewRepair, scanOrphans, startRepair } from '../../../../shared/contract/reconcile.contract.ts';
import type { OperatorError } from '../../../../shared/errors/operator-error.ts';
import { orphanRepairs, type OrphanRepair } from '../../../../shared/model/orphan.ts';
import { driveRun } from '../drive-run.ts';
import type { Host } from '../host.ts';
import type { Session } from '../session.ts';
import { planText } from '../views/plan-text.ts';
import { reconcileText } from '../views/reconcile-text.ts';
import { answerRun } from './answer-run.ts';
import { choiceOf, wholeNumber } from './arguments.ts';
import { confirmByName } from './confirm-by-name.ts';
import { connectionOf } from './connection-of.ts';
import { addSchedule, type DailyJob } from './schedule.ts';

type ScanOptions = { readonly connection?: string; readonly listed?: number };
type FixOptions = ScanOptions & {
  readonly fix?: string;
  readonly repair?: OrphanRepair;
  readonly id?: readonly string[];
  readonly to?: string;
  readonly admin?: Admin;
  readonly plan?: boolean;
  readonly yes?: boolean;
};
type Admin = { readonly name: string; readonly email: string };
const where = 'where to look; the only connection there is when left out';

/** `reconcile`, `reconcile scan|schedule`: what hangs below nothing, now and every day, and its repair. */
export function reconcileCommand(reconcile: Command, host: Host): void {
  const { action } = host;
  reconcile
    .option('--connection <name>', where)
    .option('--listed <n>', 'list so many of each kind (100); all are counted', wholeNumber)
    .option('--fix <kind>', 'repair the orphans of this kind, as a plan that is carried out as a run')
    .option(
      '--repair <repair>',
      `with --fix: ${orphanRepairs.join(', ')}; as proposed when left out`,
      repairOf,
    )
    .option('--id <id...>', 'with --fix: only these')
    .option('--to <id>', 'with --fix: the parent that they are attached to')
    .option('--admin <name=email>', 'with --fix: whose login the new administrator has', adminOf)
    .option('--plan', 'with --fix: only show what would be done')
    .option('--yes', 'with --fix: do not ask for the kind to be typed')
    .addHelpText('after', examples)
    .action(action(reconcileNow));
  reconcile
    .command('scan')
    .description('Look for brokers without an administrator and for rows below nothing. Changes nothing.')
    .addHelpText(
      'after',
      '\nExample:\n  $ tenantctl reconcile scan --connection production --json | jq .found',
    )
    .action(action((session, _own, command: Command) => scan(session, command.optsWithGlobals())));
  addSchedule(reconcile, host, {
    description: 'Print the file that makes this system look every day.',
    at: '06:30',
    example: '\nExample:\n  $ tenantctl reconcile schedule --connection production --for systemd',
    jobOf: dailyScan,
  });
}

const examples = `
Examples:
  $ tenantctl reconcile --json | jq .found
  $ tenantctl reconcile --fix users-without-broker --plan
  $ tenantctl reconcile --fix schemes-without-employer --repair attach --to 0b7c… --id sch_01… sch_02…
  $ tenantctl reconcile --fix brokers-without-admin --id brk_01… --admin "Ada Example=ada@example.ie"
What this console did not make takes a second person: tenantctl approvals export RUN --out request.json`;

const repairOf = choiceOf(orphanRepairs);

function adminOf(text: string): Admin {
  const [, name, email] = /^(.+)=([^=\s]+@[^=\s]+)$/.exec(text) ?? [];
  if (name === undefined || email === undefined) throw new InvalidArgumentError('It is written NAME=EMAIL.');
  return { name, email };
}

const reconcileNow = (session: Session, options: FixOptions): Promise<OperatorError | undefined> =>
  options.fix === undefined ? scan(session, options) : fix(session, { ...options, fix: options.fix });

async function scan(session: Session, { connection: named, listed }: ScanOptions): Promise<undefined> {
  const { console, printer } = session;
  const connection = await connectionOf(console, named === undefined ? {} : { connection: named });
  const found = await console.call(scanOrphans, { connection, ...(listed !== undefined && { listed }) });
  printer.answer(found, (paint) => reconcileText(found, paint));
}

async function fix(
  session: Session,
  {
    connection: named,
    fix: kind,
    repair,
    id,
    to,
    admin,
    plan = false,
    yes = false,
  }: FixOptions & {
    readonly fix: string;
  },
): Promise<OperatorError | undefined> {
  const { console, ask, printer } = session;
  const connection = await connectionOf(console, named === undefined ? {} : { connection: named });
  const wish = {
    ...{ connection, kind },
    ...(repair && { repair }),
    ...(id && { ids: [...id] }),
    ...(to && { to }),
    ...(admin && { admin }),
  };
  const preview = plan || !yes ? await console.call(previewRepair, wish) : undefined;
  if (plan && preview !== undefined) {
    printer.answer(preview, (paint) => planText(preview, paint));
    return undefined;
  }
  if (preview !== undefined) {
    printer.aside((paint) => planText(preview, paint));
    await confirmByName(ask, 'This changes the portal’s data. Type the kind', kind);
  }
  const opened = await console.call(startRepair, wish);
  return answerRun(session, await driveRun(session, opened, { answers: {}, yes }));
}

async function dailyScan({ console }: Session, { connection: named }: ScanOptions): Promise<DailyJob> {
  const connection = await connectionOf(console, named === undefined ? {} : { connection: named });
  const words = ['reconcile', 'scan', '--connection', connection, '--json'];
  return { name: 'reconcile', purpose: 'look for orphans', words };
}
