import type { CertificateCheck, CertificateReport } from '../../shared/model/certificate.ts';
import { plan } from '../../shared/model/plan.ts';
import { z } from 'zod';
import { digestOf } from '../engine/make-plan.ts';
import { foldRun, type RunRecord } from '../engine/fold-run.ts';
import { readCertificate, type Certificate } from './certificate-document.ts';
import type { UncheckedDocument } from '../ledger/signed-document.ts';
import { proveEntries, type Proven } from './proven-entries.ts';
import { tellRun, type Telling } from './tell-run.ts';

/**
 * Checks a certificate from its file alone. `verifierKey` is the log's key as it is known from elsewhere; without it the
 * certificate can only show that it agrees with itself, and says so.
 */
export function checkCertificate(text: string, verifierKey?: string): CertificateReport {
  const read = readCertificate(text);
  if (read === undefined) return { valid: false, checks: [unreadable] };
  const { certificate, document } = read;
  const proven = proveEntries(certificate);
  const genuine = [
    checkKey(certificate, proven, verifierKey),
    checkIssuer(document, proven),
    checkCheckpoint(proven),
    checkSignatures(proven),
    checkInclusion(proven),
  ];
  // What is not as it was signed says nothing.
  if (!genuine.every(({ holds }) => holds)) return { valid: false, checks: genuine };
  return tell(certificate, proven, genuine);
}

function tell(
  certificate: Certificate,
  proven: Proven,
  genuine: readonly CertificateCheck[],
): CertificateReport {
  const run = foldRun(proven.entries.map(({ entry }) => entry).filter(({ runId }) => runId !== undefined));
  const telling = run && tellRun(run, proven);
  const checks = [...genuine, checkStory(run, telling), checkPlan(run), ...(telling?.checks ?? [])];
  const { verifierKey, entries } = certificate;
  const log = { origin: proven.checkpoint?.origin ?? '', verifierKey, entries: entries.length };
  return {
    valid: checks.every(({ holds }) => holds),
    checks,
    ...(telling && { says: { ...telling.says, log } }),
  };
}

const unreadable: CertificateCheck = {
  id: 'file',
  title: 'The file is a certificate',
  holds: false,
  words: 'It is none, or it is damaged: not every byte is as it was written.',
};

function checkKey(
  { verifierKey: carried }: Certificate,
  { namedVerifierKey }: Proven,
  expected: string | undefined,
): CertificateCheck {
  const base = { id: 'log-key', title: 'The log’s key is the right one' };
  if (expected !== undefined && expected !== carried)
    return { ...base, holds: false, words: 'The certificate carries another key than the one you gave.' };
  const holds = namedVerifierKey === carried;
  if (!holds) return { ...base, holds, words: 'The log’s first entry names another key.' };
  return {
    ...base,
    holds,
    words:
      expected === undefined
        ? 'As its own first entry names it. Compare it with the key you know.'
        : 'It is the key you gave.',
  };
}

/** Whoever issued it signs in this log. */
function checkIssuer(
  { keyId, isSignedBy }: UncheckedDocument,
  { keys, checkpoint }: Proven,
): CertificateCheck {
  const key = keys(keyId, checkpoint?.size ?? 0);
  const holds = key !== undefined && isSignedBy(key);
  const words = holds
    ? `Issued by ${keyId}, who signs in this log.`
    : 'Its signature does not fit, or its signer is unknown to the log.';
  return { id: 'issuer', title: 'The file is as it was issued', holds, words };
}

const checkCheckpoint = ({ checkpoint }: Proven): CertificateCheck => ({
  id: 'checkpoint',
  title: 'The log vouches for its state',
  holds: checkpoint !== undefined,
  words:
    checkpoint === undefined
      ? 'The checkpoint is not signed by the log’s key.'
      : `${checkpoint.origin} had ${checkpoint.size} entries.`,
});

function checkSignatures({ entries, unreadable: broken }: Proven): CertificateCheck {
  const bad = entries.filter(({ isSigned }) => !isSigned).length + broken;
  return {
    id: 'signatures',
    title: 'Every entry is signed by an operator of the log',
    holds: bad === 0 && entries.length > 0,
    words: bad === 0 ? `${entries.length} signatures fit.` : `${bad} do not.`,
  };
}

function checkInclusion({ entries }: Proven): CertificateCheck {
  const bad = entries.filter(({ isIncluded }) => !isIncluded).length;
  return {
    id: 'inclusion',
    title: 'The log holds every entry, at its place',
    holds: bad === 0 && entries.length > 0,
    words: bad === 0 ? `${entries.length} proofs lead to the checkpoint.` : `${bad} do not.`,
  };
}

function checkStory(run: RunRecord | undefined, telling: Telling | undefined): CertificateCheck {
  const base = { id: 'story', title: 'The entries tell one whole run' };
  if (run === undefined || telling === undefined)
    return { ...base, holds: false, words: 'They do not begin with the opening of a run.' };
  const { outcome } = telling.says;
  const holds = outcome !== 'unfinished' && telling.unfinished.length === 0;
  const words = holds
    ? `It was ${outcome}.`
    : `Not told to the end: ${telling.unfinished.join(', ') || 'the run itself'}.`;
  return { ...base, holds, words };
}

/** Where a plan was approved, its digest is that of the plan that stands beside it. */
function checkPlan(run: RunRecord | undefined): CertificateCheck {
  const base = { id: 'plan', title: 'What was approved is what is shown' };
  const receipt = z.object({ digest: z.string(), plan }).safeParse(run?.steps.get('approve-plan')?.receipt);
  if (!receipt.success)
    return { ...base, holds: true, words: 'The run had no plan to approve by its operator.' };
  const holds = digestOf(receipt.data.plan) === receipt.data.digest;
  return {
    ...base,
    holds,
    words: holds ? `SHA-256 ${receipt.data.digest}` : 'The plan has another digest than the approved one.',
  };
}
