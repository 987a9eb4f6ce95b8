import type { NewEntry } from '../../../src/main/ledger/ledger.ts';

export type FictitiousTenant = {
  readonly tenantId: string;
  readonly legalName: string;
  readonly croNumber: string;
  readonly name: string;
  readonly email: string;
};

const syllables = ['mur', 'kel', 'bren', 'oca', 'fitz', 'dal', 'gar', 'lin', 'shan', 'tor', 'wex', 'clo'];

/** Names with enough variety that a search of a few letters finds some hundreds. */
export function tenant(n: number): FictitiousTenant {
  const part = (shift: number) => syllables[Math.floor(n / 12 ** shift) % 12] ?? '';
  return {
    tenantId: `brk_${String(n).padStart(26, '0')}`,
    legalName: `${part(0)}${part(1)} ${part(2)}${part(3)} Brokers ${n}`,
    croNumber: String(100_000 + n),
    name: `Person ${n}`,
    email: `admin${n}@${part(0)}${part(2)}.example`,
  };
}

/** Every how many-th run waits for a person; the others went through. */
const WAITING = 5000;

/** The entries of tenant n's provisioning as its run leaves them; `of` says how many there are to be. */
export function entriesOf(n: number, of: number): NewEntry[] {
  const { tenantId, legalName, croNumber, name, email } = tenant(n);
  const base = { runId: `run_${String(n).padStart(26, '0')}`, tenantId };
  const input = { legalName, croNumber, contact: { name, email }, plan: 'standard' };
  const opening = {
    ...{ runbook: 'pooled.provision', version: 1, connection: 'sandbox', environment: 'sandbox' },
    inputCommitment: '',
  };
  const steps = Array.from({ length: of - 2 }, (_, at): NewEntry => {
    const step = `pooled.step-${Math.floor(at / 2)}`;
    if (at % 2 === 0) return { ...base, type: 'step.intended', data: { step } };
    return { ...base, type: 'step.done', data: { step, how: 'applied', ms: 1, receipt: {} } };
  });
  return [
    { ...base, type: 'run.opened', data: opening, details: { input, salt: '00' } },
    ...steps,
    n % WAITING === 0
      ? { ...base, type: 'step.waiting', data: { step: 'approve-plan' } }
      : { ...base, type: 'run.completed', data: {} },
  ];
}

/** What an operator types: a part of a name, a company number, an e-mail, an id. */
export const queriesAmong = (tenants: number): readonly string[] =>
  Array.from({ length: 200 }, (_, at) => {
    const { legalName, croNumber, email, tenantId } = tenant((at * 7919) % tenants);
    const typed = [
      legalName.slice(0, 6),
      croNumber,
      email.slice(0, 9),
      tenantId.slice(-8),
      legalName.slice(2, 5),
    ];
    return typed[at % typed.length] ?? '';
  });
