import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Console } from '../../src/main/compose.ts';
import {
  exportApprovalRequest,
  importApproval,
  signApproval,
} from '../../src/shared/contract/approvals.contract.ts';
import {
  createIdentity,
  exportPolicy,
  grantRoles,
  importPolicy,
  showIdentity,
} from '../../src/shared/contract/identity.contract.ts';
import { startOffboarding } from '../../src/shared/contract/offboard.contract.ts';
import { resumeRun } from '../../src/shared/contract/runs.contract.ts';
import type { JsonObject } from '../../src/shared/model/json.ts';
import type { RunView } from '../../src/shared/model/run.ts';
import { inHome, provision } from './console-home.ts';
import { broker, intakeOf } from './console-journey.ts';
import { billingCancelled, offboardingOf, receiptConfirmed } from './offboarding.ts';

const people = [
  { name: 'Dara Data', email: 'dpo@office.example', roles: ['dpo'], offices: ['DPO'] },
  { name: 'Sean Secure', email: 'ciso@office.example', roles: ['approver'], offices: ['CISO'] },
] as const;

/** Homes of the DPO and the CISO, whom the operator has let into the policy. Whoever makes them removes them. */
export async function makeOffices(operator: Console): Promise<readonly string[]> {
  const homes = people.map(() => mkdtempSync(join(tmpdir(), 'office-')));
  for (const [at, { name, email, roles, offices }] of people.entries()) {
    const { publicKey } = await inHome(homes[at]!, async (office) => {
      await office.call(createIdentity, { name, email });
      return office.call(showIdentity, {});
    });
    await operator.call(grantRoles, { publicKey, name, email, roles: [...roles], offices: [...offices] });
  }
  const policy = await operator.call(exportPolicy, {});
  for (const home of homes) await inHome(home, (office) => office.call(importPolicy, policy));
  return homes;
}

/** What somebody in that home signs. */
export const signedIn = (home: string, document: string): Promise<{ readonly document: string }> =>
  inHome(home, (office) => office.call(signApproval, { document }));

const goOn = (console: Console, { runId, prompt }: RunView, value?: JsonObject): Promise<RunView> =>
  console.call(resumeRun, {
    runId,
    ...(value !== undefined && { answer: { stepId: prompt?.stepId ?? '', value } }),
  });

/** Takes one tenant apart to the end, and has another one wait for signatures. Answers with their runs. */
export async function offboardTwo(
  console: Console,
): Promise<{ readonly offboarded: string; readonly signatures: string }> {
  const offices = await makeOffices(console);
  const first = await offboardedAsFarAsSignatures(console, 3);
  const { document } = await console.call(exportApprovalRequest, { runId: first.runId });
  for (const home of offices) await console.call(importApproval, await signedIn(home, document));
  const done = await goOn(console, await goOn(console, first), billingCancelled);
  if (done.state !== 'completed') throw new Error(`The off-boarding to show is ${done.state}.`);
  const second = await offboardedAsFarAsSignatures(console, 4);
  await console.call(exportApprovalRequest, { runId: second.runId });
  for (const home of offices) rmSync(home, { recursive: true, force: true });
  return { offboarded: done.runId, signatures: second.runId };
}

async function offboardedAsFarAsSignatures(console: Console, number: number): Promise<RunView> {
  const { tenantId } = await provision(console, intakeOf(broker(number)));
  const input = offboardingOf(tenantId, { legalName: broker(number).legalName });
  const run = await console.call(startOffboarding, { connection: 'sandbox', input });
  return goOn(console, run, receiptConfirmed);
}
