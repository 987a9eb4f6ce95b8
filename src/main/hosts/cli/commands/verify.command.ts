import { resolve } from 'node:path';
import type { Command } from 'commander';
import { cleanUpCheck, verifyTenant } from '../../../../shared/contract/isolation.contract.ts';
import { OperatorError } from '../../../../shared/errors/operator-error.ts';
import type { IsolationReport } from '../../../../shared/model/isolation-report.ts';
import type { Host } from '../host.ts';
import type { Session } from '../session.ts';
import { isolationText } from '../views/isolation-text.ts';
import { writeDocumentFile } from './document-file.ts';
import { addSchedule, type DailyJob } from './schedule.ts';

type Options = {
  readonly tenant: string;
  readonly connection: string;
  readonly profile?: string;
  readonly html?: string;
  readonly cleanUp?: true;
};

/** `verify`, `verify schedule`: the isolation suite on a tenant, new or long in use, now and every day. */
export function verifyCommand(verify: Command, host: Host): void {
  verify
    .description('Prove that a tenant is isolated: everything it could try, with the database as the judge.')
    .requiredOption('--tenant <id>', 'its tenant id')
    .requiredOption('--connection <name>', 'where; see `tenantctl connection list`')
    .option('--profile <file>', 'portal profile as JSON; that of the connection when left out')
    .option('--html <file>', 'also write the report as a page that stands alone')
    .option('--clean-up', 'only remove what a check that was cut off has left behind')
    .addHelpText('after', details)
    .action(host.action(run));
  addSchedule(verify, host, {
    description:
      'Print the file that makes this system verify the tenant every day. Takes the options of verify.',
    at: '03:30',
    example:
      '\nExample:\n  $ tenantctl verify schedule --tenant brk_01K… --connection production --html report.html --for systemd',
    jobOf: (_session, options: Options) => dailyCheck(options),
  });
}

const details = `
The check makes users and test data of its own, in the tenant and in the canary, and removes them again; it never asks for
a customer's data and changes nothing else. Exit code 0 when every probe passed, 6 when one failed, 5 when some stayed open.

Examples:
  $ tenantctl verify --tenant brk_01K… --connection production --html report.html
  $ tenantctl verify --tenant brk_01K… --connection sandbox --json | jq .counts
  $ tenantctl verify --tenant brk_01K… --connection production --clean-up
  $ tenantctl verify schedule --tenant brk_01K… --connection production --at 03:30
Each check is a run in the ledger, those of a schedule too.`;

async function run(session: Session, options: Options): Promise<OperatorError | undefined> {
  return options.cleanUp === true ? cleanUp(session, options) : check(session, options);
}

async function check(
  { console, printer }: Session,
  { tenant: tenantId, connection, profile, html }: Options,
): Promise<OperatorError | undefined> {
  const { report } = await console.call(verifyTenant, {
    connection,
    tenantId,
    ...(profile !== undefined && { profile: resolve(profile) }),
  });
  if (html !== undefined) {
    const { isolationPage } = await import('../../../compose.ts');
    await writeDocumentFile(html, await isolationPage(report));
  }
  const failure = failureOf(report);
  printer.answer(report, (paint) => isolationText(report, html, paint), failure);
  return failure;
}

/** A script sees the verdict in the exit code. */
function failureOf({ verdict, counts }: IsolationReport): OperatorError | undefined {
  if (verdict === 'pass') return undefined;
  const { failed, inconclusive } = counts;
  return new OperatorError(verdict === 'fail' ? 'E_ACCESS_NOT_VERIFIED' : 'E_ISOLATION_UNDECIDED', {
    details: { failed, inconclusive },
  });
}

async function cleanUp(
  { console, printer }: Session,
  { tenant: tenantId, connection }: Options,
): Promise<undefined> {
  const proof = await console.call(cleanUpCheck, { connection, tenantId });
  printer.answer(
    proof,
    () => `${proof.removed} of ${proof.made} test objects removed, ${proof.left.length} left.`,
  );
}

/** Nothing in a file name but what every system takes; paths hold wherever the scheduler starts the command. */
const dailyCheck = ({ tenant, connection, profile, html, cleanUp: only }: Options): DailyJob => ({
  name: `verify-${tenant.replaceAll(/[^\w.-]/g, '-')}`,
  purpose: only === true ? 'remove what a check has left behind' : 'prove that a tenant is isolated',
  words: [
    ...['verify', '--tenant', tenant, '--connection', connection],
    ...(profile === undefined ? [] : ['--profile', resolve(profile)]),
    ...(html === undefined ? [] : ['--html', resolve(html)]),
    ...(only === true ? ['--clean-up'] : []),
  ],
});
