import { OperatorError } from '../../shared/errors/operator-error.ts';
import {
  approvalRules,
  type AcceptedApproval,
  type ApprovalPurpose,
  type Seat,
} from '../../shared/model/approval.ts';
import type { Identity } from '../../shared/model/role.ts';
import { readApproval } from './approval-document.ts';

/** What exactly is to be approved, by whom it was asked for, and what the policy says now. */
export type ApprovalSubject = {
  readonly purpose: ApprovalPurpose;
  readonly runId: string;
  readonly stepId: string;
  readonly tenantId: string;
  /** Digest of the plan as it would be carried out now. */
  readonly digest: string;
  readonly requester: string;
  readonly identities: readonly Identity[];
  readonly now: Date;
};

/**
 * Checks one approval against what would be carried out now.
 *
 * Errors: `E_APPROVAL_ALTERED`, `E_APPROVAL_UNKNOWN_SIGNER` (also revoked), `E_APPROVAL_REQUESTER`, `E_APPROVAL_REPLAYED` (another
 * run, tenant or purpose), `E_APPROVAL_DIGEST`, `E_APPROVAL_EXPIRED`, `E_APPROVAL_OFFICE`, `E_APPROVAL_REFUSED`.
 */
export function checkApproval(document: string, subject: ApprovalSubject): AcceptedApproval {
  const { content, signer } = readApproval(document, subject.identities);
  const { purpose, runId, stepId, tenantId, digest, requester, now } = subject;
  const isForThis =
    content.purpose === purpose &&
    content.runId === runId &&
    content.stepId === stepId &&
    content.tenantId === tenantId;
  if (signer.keyId === requester) throw new OperatorError('E_APPROVAL_REQUESTER');
  if (!isForThis) throw new OperatorError('E_APPROVAL_REPLAYED', { details: { runId: content.runId } });
  if (content.digest !== digest)
    throw new OperatorError('E_APPROVAL_DIGEST', { details: { signed: content.digest, now: digest } });
  if (
    Date.parse(content.expiresAt) <= now.getTime() ||
    Date.parse(content.signedAt) > now.getTime() + CLOCK_TOLERANCE_MS
  )
    throw new OperatorError('E_APPROVAL_EXPIRED', { details: { expiresAt: content.expiresAt } });
  refuseUnfitSigner(purpose, signer);
  if (content.decision === 'refused')
    throw new OperatorError('E_APPROVAL_REFUSED', { details: { by: signer.keyId } });
  const { signedAt, expiresAt } = content;
  return { keyId: signer.keyId, offices: signer.offices, roles: signer.roles, signedAt, expiresAt };
}

/** Two workstations' clocks may differ by this much. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

/**
 * Checks everything that was signed, and that each seat is taken by another key. What does not count (signed for an earlier
 * plan, expired, by somebody who was revoked) is no hindrance once the others fill all seats; a refusal always is.
 * Errors: those of `checkApproval`, `E_APPROVAL_SAME_KEY`, `E_APPROVAL_MISSING` with the seats that are free.
 */
export function checkApprovals(
  documents: readonly string[],
  subject: ApprovalSubject,
): readonly AcceptedApproval[] {
  const outcomes = documents.map((document) => judged(document, subject));
  const failed = outcomes.filter((each) => each instanceof OperatorError);
  const accepted = outcomes.filter(isAccepted);
  const refusal = failed.find((error) => error.code === 'E_APPROVAL_REFUSED');
  if (refusal !== undefined) throw refusal;
  const keys = accepted.map(({ keyId }) => keyId);
  if (new Set(keys).size < keys.length) throw new OperatorError('E_APPROVAL_SAME_KEY');
  const free = freeSeats(approvalRules[subject.purpose], accepted);
  if (free.length === 0) return accepted;
  throw failed[0] ?? new OperatorError('E_APPROVAL_MISSING', { details: { seats: free.map(nameOf) } });
}

const isAccepted = (outcome: AcceptedApproval | OperatorError): outcome is AcceptedApproval =>
  !(outcome instanceof OperatorError);

function judged(document: string, subject: ApprovalSubject): AcceptedApproval | OperatorError {
  try {
    return checkApproval(document, subject);
  } catch (error) {
    if (error instanceof OperatorError) return error;
    throw error;
  }
}

/** The seats that stay free however the signatures are dealt out; there are at most a handful. */
export function freeSeats(
  seats: readonly Seat[],
  signers: readonly Pick<Identity, 'offices' | 'roles'>[],
): readonly Seat[] {
  const [seat, ...others] = seats;
  if (seat === undefined) return [];
  const without = [seat, ...freeSeats(others, signers)];
  const ways = signers.flatMap((signer, at) =>
    fits(seat, signer) ? [freeSeats(others, signers.toSpliced(at, 1))] : [],
  );
  return [without, ...ways].reduce((best, way) => (way.length < best.length ? way : best));
}

const fits = (seat: Seat, { offices, roles }: Pick<Identity, 'offices' | 'roles'>): boolean =>
  seat.offices.some((office) => offices.includes(office)) || seat.roles.some((role) => roles.includes(role));

/** Errors: `E_APPROVAL_OFFICE` when the signer may take none of the seats; `E_APPROVAL_UNKNOWN_SIGNER`. */
export function refuseUnfitSigner(purpose: ApprovalPurpose, signer: Identity | undefined): void {
  const seats = approvalRules[purpose];
  if (signer === undefined) throw new OperatorError('E_APPROVAL_UNKNOWN_SIGNER');
  if (seats.some((seat) => fits(seat, signer))) return;
  throw new OperatorError('E_APPROVAL_OFFICE', { details: { seats: seats.map(nameOf) } });
}

const nameOf = ({ offices, roles }: Seat): string => [...offices, ...roles].join(' or ');
