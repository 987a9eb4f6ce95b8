import { join } from 'node:path';
import type { Command } from 'commander';
import { verifyLedger } from '../../../../shared/contract/ledger.contract.ts';
import { startProvisioning } from '../../../../shared/contract/runs.contract.ts';
import {
  sandboxStatus,
  startSandbox,
  stopSandbox,
  type SandboxView,
} from '../../../../shared/contract/sandbox.contract.ts';
import { OperatorError } from '../../../../shared/errors/operator-error.ts';
import type { RunView } from '../../../../shared/model/run.ts';
import type { VerifyReport } from '../../../../shared/model/verify-report.ts';
import { demoReport, handOverFile } from '../demo/demo-report.ts';
import { inventBroker, type FictitiousBroker } from '../demo/fictitious-broker.ts';
import { showOffboarding, type OffboardingShown } from '../demo/show-offboarding.ts';
import { driveRun } from '../drive-run.ts';
import type { Host } from '../host.ts';
import { failureOf } from '../run-outcome.ts';
import type { Session } from '../session.ts';
import { demoText, type DemoPlaces } from '../views/demo-text.ts';

type Running = Extract<SandboxView, { state: 'running' }>;

/** `demo`: the main job, end to end, on the embedded sandbox. */
export function demoCommand(demo: Command, { action }: Host): void {
  demo
    .description(
      'Start the sandbox, provision a fictitious broker on it, sign in as its new administrator to check, hand the password over by OpenPGP, and verify the signed log.',
    )
    .option('--offboard', 'take the broker apart again: export, receipt, two signatures, erasure, proof')
    .addHelpText('after', details)
    .action(action(run, { allowThrowAway: true, stepsToStdout: true }));
}

const details = `
May be run again: every demo invents another broker. What it made stays in the home; the sandbox's processes are
stopped at the end unless they ran before. Exit code 0 only when every check passed and the ledger is whole.

Examples:
  $ tenantctl demo
  $ tenantctl demo --offboard
  $ tenantctl --home ./demo-home demo --json | jq .checklist`;

type Options = { readonly offboard?: true | undefined };

async function run(session: Session, { offboard }: Options): Promise<OperatorError | undefined> {
  const before = await session.console.call(sandboxStatus, {});
  say(session, 'Starting the sandbox: reference portal, PostgreSQL, mail catcher …');
  const sandbox = await session.console.call(startSandbox, {});
  try {
    if (sandbox.state !== 'running') throw new OperatorError('E_SANDBOX_START_FAILED');
    return await show(session, sandbox, { sandboxStays: before.state === 'running', offboard });
  } finally {
    if (before.state === 'stopped') await session.console.call(stopSandbox, {});
  }
}

async function show(
  session: Session,
  sandbox: Running,
  { sandboxStays, offboard }: Options & { readonly sandboxStays: boolean },
): Promise<OperatorError | undefined> {
  const { console, printer } = session;
  const broker = await inventBroker(console);
  say(session, `Provisioning ${broker.legalName} on ${sandbox.portalUrl}`);
  const run = await provision(session, sandbox.connection, broker);
  const handOver = await openedHandOver(console.home, run, broker);
  const offboarding = offboard && (await takeApart(session, sandbox.connection, run, broker));
  const verdict = await console.call(verifyLedger, {});
  const report = demoReport(run, verdict, process.uptime(), offboarding);
  const { portalUrl, mailUrl } = sandbox;
  const { home } = console;
  const { legalName } = broker;
  const places: DemoPlaces = {
    home,
    runId: run.runId,
    legalName,
    portalUrl,
    mailUrl,
    handOver,
    sandboxStays,
  };
  const failure =
    failureOf(run) ?? (offboarding && offboardingFailure(offboarding)) ?? ledgerFailure(verdict);
  printer.answer(report, (paint) => demoText(report, verdict, places, paint), failure);
  return failure;
}

async function provision(
  session: Session,
  connection: string,
  { intake }: FictitiousBroker,
): Promise<RunView> {
  const opened = await session.console.call(startProvisioning, { connection, intake });
  return driveRun(session, opened, { answers: {}, yes: true });
}

/** The encrypted credentials, once the broker's key has opened them. */
async function openedHandOver(
  home: string,
  run: RunView,
  broker: FictitiousBroker,
): Promise<string | undefined> {
  const name = handOverFile(run);
  if (name === undefined) return undefined;
  const file = join(home, 'hand-over', name);
  if (await broker.canOpen(file)) return file;
  throw new OperatorError('E_HAND_OVER_INCOMPLETE', { details: { file: name } });
}

/** Only a tenant that stands can be taken apart. */
async function takeApart(
  session: Session,
  connection: string,
  { state, tenantId }: RunView,
  broker: FictitiousBroker,
): Promise<OffboardingShown | undefined> {
  if (state !== 'completed') return undefined;
  return showOffboarding(session, { connection, tenantId }, broker, (words) => say(session, words));
}

const offboardingFailure = ({ run, certificate }: OffboardingShown): OperatorError | undefined =>
  failureOf(run) ?? (certificate.valid ? undefined : new OperatorError('E_CERTIFICATE_INVALID'));

const ledgerFailure = ({ ok }: VerifyReport): OperatorError | undefined =>
  ok ? undefined : new OperatorError('E_LEDGER_DAMAGED');

/** What happens next, as part of the answer for people. */
function say({ printer, terminal }: Session, words: string): void {
  if (!printer.json) terminal.stdout.write(`${words}\n`);
}
