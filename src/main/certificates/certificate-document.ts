import { z } from 'zod';
import { readDocument, writeDocument, type UncheckedDocument } from '../ledger/signed-document.ts';
import type { SigningKey } from '../ledger/signing-key.ts';

/** DSSE payload type of a certificate file. */
const certificateType = 'application/vnd.tenant-console.certificate.v1+json';

/** 32 bytes. */
const hash = z.string().regex(/^[A-Za-z0-9+/]{43}=$/);

const content = z.strictObject({
  format: z.literal('tenant-console.certificate/v1'),
  /** The key that verifies the checkpoint, in signed-note form. */
  verifierKey: z.string(),
  /** C2SP tlog-checkpoint under which all entries are proven. */
  checkpoint: z.string(),
  /** The log's first entry, its identities and policy, and every entry of the run, in order. */
  entries: z.array(
    z.strictObject({
      index: z.int().min(0),
      /** The DSSE envelope, base64. */
      envelope: z.base64(),
      /** RFC 6962 §2.1.1 inclusion proof, leaf's sibling first. */
      proof: z.array(hash),
    }),
  ),
});
/** Everything a certificate carries. What it says is derived from the entries: there is no second account of it. */
export type Certificate = z.infer<typeof content>;

export const writeCertificate = (certificate: Certificate, key: SigningKey): string =>
  `${writeDocument(certificateType, certificate, key)}\n`;

/** Undefined when the file is no certificate, to the byte. Its signature is checked by `checkCertificate`. */
export function readCertificate(
  text: string,
): { readonly certificate: Certificate; readonly document: UncheckedDocument } | undefined {
  if (!text.endsWith('}\n') || text.endsWith('\n\n')) return undefined;
  const document = readDocument(certificateType, text);
  const parsed = content.safeParse(document?.content);
  return document !== undefined && parsed.success ? { certificate: parsed.data, document } : undefined;
}
