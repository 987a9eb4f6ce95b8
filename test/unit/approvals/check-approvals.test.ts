import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeApproval } from '../../../src/main/approvals/approval-document.ts';
import {
  checkApproval,
  checkApprovals,
  type ApprovalSubject,
} from '../../../src/main/approvals/check-approvals.ts';
import { isOperatorError } from '../../../src/shared/errors/operator-error.ts';
import type { Approval } from '../../../src/shared/model/approval.ts';
import { person, type Person } from '../../helpers/identities.ts';

const operator = person('operator', { roles: ['superadmin'] });
const dpo = person('dpo', { roles: ['dpo'], offices: ['DPO'] });
const ciso = person('ciso', { roles: ['approver'], offices: ['CISO'] });
const compliance = person('compliance', { roles: ['approver'], offices: ['Compliance Officer'] });
const support = person('support', { roles: ['support'] });
const everyone = [operator, dpo, ciso, compliance, support].map(({ identity }) => identity);

const subject: ApprovalSubject = {
  purpose: 'off-board',
  runId: 'run_1',
  stepId: 'two-person-approval',
  tenantId: 'brk_1',
  digest: 'a'.repeat(64),
  requester: operator.key.keyId,
  identities: everyone,
  now: new Date('2026-01-05T09:00:00.000Z'),
};

const given = (change: Partial<Approval> = {}): Approval => ({
  format: 'tenant-console.approval/v1',
  decision: 'approved',
  purpose: 'off-board',
  runId: 'run_1',
  stepId: 'two-person-approval',
  tenantId: 'brk_1',
  digest: 'a'.repeat(64),
  signedAt: '2026-01-05T08:00:00.000Z',
  expiresAt: '2026-01-19T08:00:00.000Z',
  ...change,
});

const by = ({ key }: Person, change: Partial<Approval> = {}) => writeApproval(given(change), key);

describe('approvals by other people', () => {
  it('are enough when each seat is taken by another key, in whatever order they came', () => {
    expect(checkApprovals([by(ciso), by(dpo)], subject)).toHaveLength(2);
    expect(checkApprovals([by(dpo), by(compliance)], subject)).toHaveLength(2);
  });

  it('are missing while a seat is free, and say which', () => {
    const check = () => checkApprovals([by(ciso)], subject);
    expect(check).toThrow(
      expect.objectContaining({ code: 'E_APPROVAL_MISSING', details: { seats: ['DPO'] } }),
    );
  });

  it('are enough also when older ones, for another plan or out of date, stand beside them', () => {
    const stale = [by(dpo, { digest: 'b'.repeat(64) }), by(ciso, { expiresAt: '2026-01-05T08:30:00.000Z' })];
    expect(checkApprovals([...stale, by(dpo), by(ciso)], subject)).toHaveLength(2);
    expect(() => checkApprovals([...stale, by(dpo)], subject)).toThrow(
      expect.objectContaining({ code: 'E_APPROVAL_DIGEST' }),
    );
    expect(() =>
      checkApprovals([by(dpo), by(ciso), by(compliance, { decision: 'refused' })], subject),
    ).toThrow(expect.objectContaining({ code: 'E_APPROVAL_REFUSED' }));
  });

  it('do not count twice', () => {
    expect(() => checkApprovals([by(dpo), by(dpo)], subject)).toThrow(
      expect.objectContaining({ code: 'E_APPROVAL_SAME_KEY' }),
    );
  });

  it.each([
    ['the requester’s own', by(operator), {}, 'E_APPROVAL_REQUESTER'],
    ['of another run', by(dpo, { runId: 'run_2' }), {}, 'E_APPROVAL_REPLAYED'],
    ['of another tenant', by(dpo, { tenantId: 'brk_2' }), {}, 'E_APPROVAL_REPLAYED'],
    ['for another purpose', by(dpo, { purpose: 'purge' }), {}, 'E_APPROVAL_REPLAYED'],
    ['over another plan', by(dpo, { digest: 'b'.repeat(64) }), {}, 'E_APPROVAL_DIGEST'],
    ['that has expired', by(dpo), { now: new Date('2026-02-01T00:00:00.000Z') }, 'E_APPROVAL_EXPIRED'],
    ['from the future', by(dpo, { signedAt: '2026-01-06T00:00:00.000Z' }), {}, 'E_APPROVAL_EXPIRED'],
    ['without the office', by(support), {}, 'E_APPROVAL_OFFICE'],
    ['of somebody revoked', by(dpo), { identities: [operator.identity] }, 'E_APPROVAL_UNKNOWN_SIGNER'],
    ['that refuses', by(dpo, { decision: 'refused' }), {}, 'E_APPROVAL_REFUSED'],
  ] as const)('are refused when one is %s', (_what, document, change, code) => {
    expect(() => checkApproval(document, { ...subject, ...change })).toThrow(
      expect.objectContaining({ code }),
    );
  });

  it('are refused when any byte of them was changed', () => {
    const document = by(dpo);
    fc.assert(
      fc.property(fc.nat(document.length - 1), fc.integer({ min: 33, max: 126 }), (at, code) => {
        const altered = document.slice(0, at) + String.fromCharCode(code) + document.slice(at + 1);
        fc.pre(altered !== document);
        try {
          checkApproval(altered, subject);
        } catch (error) {
          return isOperatorError(error);
        }
        return false;
      }),
      { numRuns: 500 },
    );
  });
});
