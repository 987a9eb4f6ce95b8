import type { KeyObject } from 'node:crypto';
import canonicalize from 'canonicalize';
import { parseEnvelope, parseJson, preAuthEncoding, signEnvelope, type Envelope } from './dsse.ts';
import { isSignedBy, type SigningKey } from './signing-key.ts';

/** What travels between workstations as a file: canonical JSON (RFC 8785) in a DSSE envelope with one signature. */
export const writeDocument = (type: string, content: unknown, key: SigningKey): string =>
  Buffer.from(signEnvelope(type, canonicalize(content) ?? '', key)).toString('utf8');

/** A document before its signature was looked at: whose it claims to be, and what it says. */
export type UncheckedDocument = {
  readonly keyId: string;
  readonly content: unknown;
  readonly isSignedBy: (key: KeyObject) => boolean;
};

/**
 * Takes a document apart; undefined when it is of another type or is not to the byte as `writeDocument` writes it: base64 and
 * JSON would leave a choice, and no byte of a signed file may be outside the check.
 */
export function readDocument(type: string, text: string): UncheckedDocument | undefined {
  const bytes = Buffer.from(text.trimEnd());
  const envelope = parseEnvelope(bytes);
  if (envelope?.payloadType !== type || !bytes.equals(format(envelope))) return undefined;
  const content = parseJson(envelope.payload);
  if (Buffer.compare(envelope.payload, Buffer.from(canonicalize(content) ?? '')) !== 0) return undefined;
  const signed = preAuthEncoding(type, envelope.payload);
  return { keyId: envelope.keyId, content, isSignedBy: (key) => isSignedBy(key, signed, envelope.signature) };
}

const format = ({ payloadType, payload, keyId, signature }: Envelope): Buffer =>
  Buffer.from(
    JSON.stringify({
      payload: base64(payload),
      payloadType,
      signatures: [{ keyid: keyId, sig: base64(signature) }],
    }),
  );

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
