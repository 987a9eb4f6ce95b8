import type { z } from 'zod';
import { OperatorError } from '../../shared/errors/operator-error.ts';
import {
  approval,
  approvalRequest,
  type Approval,
  type ApprovalRequest,
} from '../../shared/model/approval.ts';
import type { Identity } from '../../shared/model/role.ts';
import { readDocument, writeDocument } from '../ledger/signed-document.ts';
import { publicKeyOf, type SigningKey } from '../ledger/signing-key.ts';
import { digestOf } from '../engine/make-plan.ts';

/** DSSE payload types of what travels between workstations as a file. */
const requestType = 'application/vnd.tenant-console.approval-request.v1+json';
const approvalType = 'application/vnd.tenant-console.approval.v1+json';

/** A document whose signature fits a key that the policy knows. */
export type Signed<T> = { readonly content: T; readonly signer: Identity };

export const writeRequest = (request: ApprovalRequest, key: SigningKey): string =>
  writeDocument(requestType, request, key);

export const writeApproval = (given: Approval, key: SigningKey): string =>
  writeDocument(approvalType, given, key);

/** Errors: `E_APPROVAL_ALTERED` (also when the digest is not the plan's), `E_APPROVAL_UNKNOWN_SIGNER`. */
export function readRequest(document: string, identities: readonly Identity[]): Signed<ApprovalRequest> {
  const request = read(requestType, approvalRequest, document, identities);
  const { plan, digest, requester } = request.content;
  if (digestOf(plan) !== digest || requester !== request.signer.keyId)
    throw new OperatorError('E_APPROVAL_ALTERED');
  return request;
}

/** Errors: `E_APPROVAL_ALTERED`, `E_APPROVAL_UNKNOWN_SIGNER`. */
export const readApproval = (document: string, identities: readonly Identity[]): Signed<Approval> =>
  read(approvalType, approval, document, identities);

function read<Schema extends z.ZodType>(
  type: string,
  schema: Schema,
  text: string,
  identities: readonly Identity[],
): Signed<z.output<Schema>> {
  const document = readDocument(type, text);
  if (document === undefined) throw new OperatorError('E_APPROVAL_ALTERED');
  const signer = identities.find(({ keyId }) => keyId === document.keyId);
  if (signer === undefined)
    throw new OperatorError('E_APPROVAL_UNKNOWN_SIGNER', { details: { keyId: document.keyId } });
  const parsed = schema.safeParse(document.content);
  if (!parsed.success || !document.isSignedBy(publicKeyOf(Buffer.from(signer.publicKey, 'base64'))))
    throw new OperatorError('E_APPROVAL_ALTERED');
  return { content: parsed.data, signer };
}
