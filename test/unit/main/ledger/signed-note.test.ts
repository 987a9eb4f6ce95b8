import { describe, expect, test } from 'vitest';
import {
  formatVerifierKey,
  isKeyName,
  openNote,
  parseVerifierKey,
  signNote,
} from '../../../../src/main/ledger/signed-note.ts';
import { signingKeyOf } from '../../../../src/main/ledger/signing-key.ts';
import { Secret } from '../../../../src/shared/model/secret.ts';

// golang.org/x/mod/sumdb/note, note_test.go.
const VKEY = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const SKEY = 'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz';
const TEXT =
  "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const SIGNATURE =
  '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';
const NOTE = `${TEXT}\n${SIGNATURE}`;

const verifier = parseVerifierKey(VKEY)!;
const seed = Buffer.from(SKEY.split('+').slice(4).join('+'), 'base64').subarray(1);
const key = signingKeyOf(new Secret(seed));
const other = signingKeyOf(new Secret(new Uint8Array(32)));

describe('a signed note', () => {
  test('is byte for byte the one that Go writes', () => {
    expect(signNote(TEXT, 'PeterNeumann', key)).toBe(NOTE);
    expect(formatVerifierKey({ name: 'PeterNeumann', publicKey: key.publicKey })).toBe(VKEY);
  });

  test('opens with its verifier key', () => {
    expect(openNote(NOTE, verifier)).toBe(TEXT);
  });

  test('opens past the signatures of keys that nobody knows, before and after', () => {
    const foreign = signNote(TEXT, 'somebody.example', other).slice(TEXT.length + 1);
    expect(openNote(`${TEXT}\n${foreign}${SIGNATURE}`, verifier)).toBe(TEXT);
    expect(openNote(`${TEXT}\n${SIGNATURE}${foreign}`, verifier)).toBe(TEXT);
    expect(openNote(`${TEXT}\n${foreign}`, verifier)).toBeUndefined();
  });

  test('may have blank lines in its text', () => {
    const text = 'one\n\ntwo\n';
    expect(openNote(signNote(text, 'PeterNeumann', key), verifier)).toBe(text);
  });

  test.each([
    ['another text', NOTE.replace('cryptography', 'cryptographY')],
    ['a changed signature', NOTE.replace('x08go/ZJ', 'x08go/ZK')],
    ['another key of the same name', signNote(TEXT, 'PeterNeumann', other)],
    ['a good and a bad signature of the same key', `${NOTE}${SIGNATURE.replace('ZJkuBS9', 'ZJkuBS8')}`],
    ['no signature', `${TEXT}\n`],
    ['no blank line', `${TEXT}${SIGNATURE}`],
    ['no final newline', NOTE.slice(0, -1)],
    ['a hyphen for the dash', NOTE.replace('—', '-')],
    ['a carriage return', NOTE.replace('problem is.', 'problem is.\r')],
    ['two spaces', NOTE.replace('— PeterNeumann ', '— PeterNeumann  ')],
    ['a line that is no signature', `${NOTE}hello\n`],
    ['nothing at all', ''],
  ])('does not open with %s', (_, note) => {
    expect(openNote(note, verifier)).toBeUndefined();
  });

  test('has a verifier key of which every byte counts', () => {
    for (let i = 0; i < VKEY.length; i += 1) {
      const changed = VKEY.slice(0, i) + String.fromCharCode(VKEY.charCodeAt(i) + 1) + VKEY.slice(i + 1);
      expect(parseVerifierKey(changed), changed).toBeUndefined();
      if (i > 0) expect(parseVerifierKey(VKEY.slice(i))).toBeUndefined();
      expect(parseVerifierKey(VKEY.slice(0, i))).toBeUndefined();
    }
    // Of the wrong length, and of an unknown algorithm, each with a key id that fits.
    expect(
      parseVerifierKey('PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY=='),
    ).toBeUndefined();
    expect(
      parseVerifierKey('PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'),
    ).toBeUndefined();
  });

  test.each([
    ['pensions.example/tenant-console/desk-1', true],
    ['', false],
    ['two words', false],
    ['a+b', false],
    ['no\u2003wide space', false],
    ['no\nnewline', false],
  ])('may be signed under the name %j: %s', (name, allowed) => {
    expect(isKeyName(name)).toBe(allowed);
  });
});
