import { hash } from 'node:crypto';
import { isSignedBy, publicKeyOf, type SigningKey } from './signing-key.ts';

/** C2SP signed-note: signature type of Ed25519. */
const ED25519 = 0x01;

/** A public key and the name it signs notes under. */
export type NoteVerifier = { readonly name: string; readonly publicKey: Uint8Array };

/** C2SP signed-note, "Ed25519 signatures": SHA-256(name || 0x0A || 0x01 || key)[:4]. */
export function noteKeyId({ name, publicKey }: NoteVerifier): Uint8Array {
  const input = Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(ED25519), publicKey]);
  return hash('sha256', input, 'buffer').subarray(0, 4);
}

/** The verifier key as golang.org/x/mod/sumdb/note writes it: `<name>+<key id in hex>+<base64 of 0x01 || key>`. */
export function formatVerifierKey(verifier: NoteVerifier): string {
  const key = Buffer.concat([Buffer.of(ED25519), verifier.publicKey]).toString('base64');
  return `${verifier.name}+${Buffer.from(noteKeyId(verifier)).toString('hex')}+${key}`;
}

/** The inverse; undefined when it is not an Ed25519 verifier key or its id is not that of the key. */
export function parseVerifierKey(text: string): NoteVerifier | undefined {
  const match = /^(?<name>[^+\s]+)\+[0-9a-f]{8}\+(?<key>[A-Za-z0-9+/]{44})$/u.exec(text);
  const key = Buffer.from(match?.groups?.['key'] ?? '', 'base64');
  const verifier = { name: match?.groups?.['name'] ?? '', publicKey: key.subarray(1) };
  return key[0] === ED25519 && formatVerifierKey(verifier) === text ? verifier : undefined;
}

/** True when `name` may name a key (C2SP signed-note): not empty, no Unicode space, no plus, no control character. */
export const isKeyName = (name: string): boolean => /^[^\s+\p{Cc}]+$/u.test(name);

/** The note: `text`, which ends in a newline, a blank line and one signature line. */
export function signNote(text: string, name: string, key: SigningKey): string {
  const id = noteKeyId({ name, publicKey: key.publicKey });
  const signature = Buffer.concat([id, key.sign(Buffer.from(text))]).toString('base64');
  return `${text}\n— ${name} ${signature}\n`;
}

/**
 * The text of a note that `verifier` signed; undefined when it did not, when a signature in its name is wrong, or when
 * this is no note. Signatures of others are passed over, as C2SP signed-note asks.
 */
export function openNote(note: string, verifier: NoteVerifier): string | undefined {
  const end = note.lastIndexOf('\n\n');
  if (end < 0 || !note.endsWith('\n') || hasForbiddenControl(note)) return undefined;
  const text = note.slice(0, end + 1);
  const signatures = note
    .slice(end + 2, -1)
    .split('\n')
    .map(parseSignature);
  if (signatures.includes(undefined)) return undefined;
  const ours = signatures.filter((signature) => signature !== undefined && isOf(signature, verifier));
  const key = publicKeyOf(verifier.publicKey);
  const good = ours.every((line) => isSignedBy(key, Buffer.from(text), line?.bytes.subarray(4) ?? EMPTY));
  return ours.length > 0 && good ? text : undefined;
}

type SignatureLine = { readonly name: string; readonly bytes: Uint8Array };

const EMPTY = new Uint8Array();

const hasForbiddenControl = (note: string): boolean => /[\u0000-\u0009\u000b-\u001f]/.test(note);

function parseSignature(line: string): SignatureLine | undefined {
  const match = /^— (?<name>[^\s+]+) (?<base64>[A-Za-z0-9+/]+={0,2})$/u.exec(line);
  const bytes = Buffer.from(match?.groups?.['base64'] ?? '', 'base64');
  return bytes.length > 4 ? { name: match?.groups?.['name'] ?? '', bytes } : undefined;
}

const isOf = (line: SignatureLine, verifier: NoteVerifier): boolean =>
  line.name === verifier.name && Buffer.compare(line.bytes.subarray(0, 4), noteKeyId(verifier)) === 0;
