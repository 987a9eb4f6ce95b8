import { OperatorError } from '../../shared/errors/operator-error.ts';
import { findRun } from '../engine/open-run.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { SigningKey } from '../ledger/signing-key.ts';
import { parseTlogProof, type TlogProof } from '../ledger/tlog-proof.ts';
import { policyEvents } from '../policy/fold-policy.ts';
import { writeCertificate, type Certificate } from './certificate-document.ts';

/**
 * One file that proves one run: its entries, the log's beginning and policy, and for each the proof that the log holds it.
 * Nothing sealed goes in, so it shows no name and outlives the shredding of the tenant's key.
 *
 * Errors: `E_RUN_NOT_FOUND`, `E_CERTIFICATE_TOO_EARLY`.
 */
export function issueCertificate(ledger: Ledger, runId: string, key: SigningKey): string {
  const { phase } = findRun({ log: ledger }, runId);
  if (phase !== 'completed' && phase !== 'rolled-back')
    throw new OperatorError('E_CERTIFICATE_TOO_EARLY', { details: { runId, phase } });
  const parts = [...ledger.entries({ types: policyEvents }), ...ledger.entries({ runId })];
  const indexes = [...new Set(parts.map(({ index }) => index))].sort((a, b) => a - b);
  return writeCertificate(provenTogether(ledger, indexes, ATTEMPTS), key);
}

/** Another process may append while the proofs are read; then they are read again. */
const ATTEMPTS = 5;

/** All entries under one and the same checkpoint. Errors: `E_LEDGER_BUSY` when the log would not stand still. */
function provenTogether(ledger: Ledger, indexes: readonly number[], attempts: number): Certificate {
  if (attempts === 0) throw new OperatorError('E_LEDGER_BUSY');
  const proofs = indexes.map((index) => proofOf(ledger, index));
  const [checkpoint, ...others] = new Set(proofs.map((proof) => proof.checkpoint));
  if (checkpoint === undefined || others.length > 0) return provenTogether(ledger, indexes, attempts - 1);
  return {
    format: 'tenant-console.certificate/v1',
    verifierKey: ledger.verifierKey(),
    checkpoint,
    entries: proofs.map(({ index, hashes }) => ({
      index,
      envelope: base64(ledger.envelope(index)),
      proof: hashes.map(base64),
    })),
  };
}

function proofOf(ledger: Ledger, index: number): TlogProof {
  const proof = parseTlogProof(ledger.proof(index));
  if (proof === undefined) throw new OperatorError('E_LEDGER_DAMAGED', { details: { index } });
  return proof;
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
