import type { SigningKey } from './signing-key.ts';

/** DSSE v1.0 (secure-systems-lab/dsse, protocol.md): PAE(type, body), the bytes that are signed. */
export const preAuthEncoding = (type: string, body: Uint8Array): Uint8Array =>
  encodeAfter(paeHeader(type, body.length), body);

/** One allocation instead of the three of a concatenation: this runs once an entry when a log is verified. */
function encodeAfter(header: string, body: Uint8Array): Uint8Array {
  const bytes = Buffer.allocUnsafe(Buffer.byteLength(header) + body.length);
  bytes.set(body, bytes.write(header));
  return bytes;
}

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

export type Envelope = {
  readonly payloadType: string;
  readonly payload: Uint8Array;
  readonly keyId: string;
  readonly signature: Uint8Array;
};

/** Reads an envelope with one signature, checking it not; undefined when it is anything else. */
export function parseEnvelope(bytes: Uint8Array): Envelope | undefined {
  const { payload, payloadType, signatures } = membersOf(parseJson(bytes));
  const { keyid, sig } = membersOf(Array.isArray(signatures) && signatures.length === 1 ? signatures[0] : {});
  return isText(payload) && isText(payloadType) && isText(keyid) && isText(sig)
    ? {
        payloadType,
        payload: Buffer.from(payload, 'base64'),
        keyId: keyid,
        signature: Buffer.from(sig, 'base64'),
      }
    : undefined;
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

/** The members of a JSON object; none when it is not one. */
export const membersOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};

export const isText = (value: unknown): value is string => typeof value === 'string';
