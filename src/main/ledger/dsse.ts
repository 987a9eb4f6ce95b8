import { z } from 'zod';
import type { SigningKey } from './signing-key.ts';

/** DSSE v1.0 (secure-systems-lab/dsse, protocol.md): PAE(type, body), the bytes that are signed. */
export const preAuthEncoding = (type: string, body: Uint8Array): Uint8Array =>
  Buffer.concat([Buffer.from(paeHeader(type, body.length)), body]);

const paeHeader = (type: string, bodyBytes: number): string =>
  `DSSEv1 ${Buffer.byteLength(type)} ${type} ${bodyBytes} `;

/** A DSSE envelope in JSON (envelope.md) with one signature: UTF-8, members in alphabetical order, no white space. */
export function signEnvelope(payloadType: string, payload: string, key: SigningKey): Uint8Array {
  const bodyBytes = Buffer.byteLength(payload);
  const signed = Buffer.from(paeHeader(payloadType, bodyBytes) + payload);
  const sig = Buffer.from(key.sign(signed)).toString('base64');
  return Buffer.from(
    JSON.stringify({
      payload: signed.toString('base64', signed.length - bodyBytes),
      payloadType,
      signatures: [{ keyid: key.keyId, sig }],
    }),
  );
}

const envelopeSchema = z.strictObject({
  payload: z.string(),
  payloadType: z.string(),
  signatures: z.tuple([z.strictObject({ keyid: z.string(), sig: z.string() })]),
});

export type Envelope = {
  readonly payloadType: string;
  readonly payload: Uint8Array;
  readonly keyId: string;
  readonly signature: Uint8Array;
};

/** Reads an envelope as `signEnvelope` writes it, checking no signature; undefined when it is anything else. */
export function parseEnvelope(bytes: Uint8Array): Envelope | undefined {
  const envelope = envelopeSchema.safeParse(parseJson(bytes)).data;
  if (envelope === undefined) return undefined;
  const [{ keyid, sig }] = envelope.signatures;
  return {
    payloadType: envelope.payloadType,
    payload: Buffer.from(envelope.payload, 'base64'),
    keyId: keyid,
    signature: Buffer.from(sig, 'base64'),
  };
}

/** The JSON value of UTF-8 bytes; undefined when they are not JSON. */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString());
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
