import { join } from 'node:path';
import {
  exportApprovalRequest,
  importApproval,
  signApproval,
} from '../../../../shared/contract/approvals.contract.ts';
import {
  createIdentity,
  exportPolicy,
  grantRoles,
  importPolicy,
  showIdentity,
} from '../../../../shared/contract/identity.contract.ts';
import type { Console } from '../../../compose.ts';

const people = [
  { place: 'dpo', name: 'Demo DPO', roles: ['dpo'], offices: ['DPO'] },
  { place: 'ciso', name: 'Demo CISO', roles: ['approver'], offices: ['CISO'] },
] as const;

/**
 * Has the plan of a waiting run signed by two people with keys and homes of their own, below the demo's, as it is done between
 * workstations: the request goes there as a file, what they sign comes back as one. Answers with their key ids.
 */
export async function signInOffices(console: Console, runId: string): Promise<readonly string[]> {
  const { openConsole } = await import('../../../compose.ts');
  const offices: Console[] = [];
  try {
    for (const { place } of people)
      offices.push(await openConsole({ home: join(console.home, 'offices', place), allowThrowAway: true }));
    for (const [at, office] of offices.entries()) await admit(console, office, at);
    const policy = await console.call(exportPolicy, {});
    for (const office of offices) await office.call(importPolicy, policy);
    const { document } = await console.call(exportApprovalRequest, { runId });
    const signers: string[] = [];
    for (const office of offices) {
      const signed = await office.call(signApproval, { document });
      signers.push((await console.call(importApproval, signed)).keyId);
    }
    return signers;
  } finally {
    for (const office of offices) await office.close();
  }
}

async function admit(console: Console, office: Console, at: number): Promise<void> {
  const { place, name, roles, offices } = people[at] ?? people[0];
  const email = `${place}@demo-office.example`;
  const known = await office.call(showIdentity, {});
  if (known.name === undefined) await office.call(createIdentity, { name, email });
  const { publicKey } = await office.call(showIdentity, {});
  await console.call(grantRoles, { publicKey, name, email, roles: [...roles], offices: [...offices] });
}
