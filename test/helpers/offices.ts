import type { Console } from '../../src/main/compose.ts';
import {
  exportApprovalRequest,
  importApproval,
  signApproval,
} from '../../src/shared/contract/approvals.contract.ts';
import {
  exportPolicy,
  grantRoles,
  importPolicy,
  showIdentity,
} from '../../src/shared/contract/identity.contract.ts';
import { openTestConsole } from './console.ts';

type Caller = Pick<Console, 'call'>;

/** The consoles of a DPO, a CISO and a Compliance Officer, who know the operator's policy and are in it. */
export async function openOffices(
  operator: Caller,
  open: () => Promise<Console> = openTestConsole,
): Promise<readonly Console[]> {
  const offices = [await open(), await open(), await open()];
  const held = [
    { name: 'Dara Data', email: 'dpo@office.example', roles: ['dpo'], offices: ['DPO'] },
    { name: 'Sean Secure', email: 'ciso@office.example', roles: ['approver'], offices: ['CISO'] },
    {
      name: 'Cora Comply',
      email: 'comply@office.example',
      roles: ['approver'],
      offices: ['Compliance Officer'],
    },
  ] as const;
  for (const [at, office] of offices.entries()) {
    const { publicKey } = await office.call(showIdentity, {});
    const { name, email, roles, offices: holds } = held[at]!;
    await operator.call(grantRoles, { publicKey, name, email, roles: [...roles], offices: [...holds] });
  }
  const policy = await operator.call(exportPolicy, {});
  for (const office of offices) await office.call(importPolicy, policy);
  return offices;
}

/** Carries the request of a waiting run to each office and what they sign back. */
export async function haveSigned(
  operator: Caller,
  offices: readonly Console[],
  runId: string,
): Promise<void> {
  const { document } = await operator.call(exportApprovalRequest, { runId });
  // Two are enough for an off-boarding.
  for (const office of offices.slice(0, 2)) {
    const signed = await office.call(signApproval, { document });
    await operator.call(importApproval, signed);
  }
}
