import { describe, expect, test } from 'vitest';
import {
  formatCheckpoint,
  openCheckpoint,
  parseCheckpoint,
  signCheckpoint,
} from '../../../../src/main/ledger/checkpoint.ts';
import { signNote } from '../../../../src/main/ledger/signed-note.ts';
import { signingKeyOf } from '../../../../src/main/ledger/signing-key.ts';
import { formatTlogProof, parseTlogProof } from '../../../../src/main/ledger/tlog-proof.ts';
import { Secret } from '../../../../src/shared/model/secret.ts';
import { leafHash } from '../../../../src/main/ledger/merkle-tree.ts';

// The example of C2SP tlog-checkpoint.
const TEXT = 'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n';
const checkpoint = {
  origin: 'example.com/behind-the-sofa',
  size: 20852163,
  root: Buffer.from('CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=', 'base64'),
};
const key = signingKeyOf(new Secret(Buffer.alloc(32, 7)));
const log = { name: checkpoint.origin, publicKey: key.publicKey };

describe('a checkpoint', () => {
  test('is written and read as in the example of its specification', () => {
    expect(formatCheckpoint(checkpoint)).toBe(TEXT);
    expect(parseCheckpoint(TEXT)).toEqual(checkpoint);
  });

  test('may have extension lines, which say nothing to us', () => {
    expect(parseCheckpoint(`${TEXT}extension\n`)).toEqual(checkpoint);
  });

  test.each([
    ['a leading zero', TEXT.replace('20852163', '020852163')],
    ['a negative size', TEXT.replace('20852163', '-1')],
    ['a short root', TEXT.replace('CsUYapGG', 'CsUY')],
    ['no root', 'example.com/behind-the-sofa\n20852163\n'],
    ['an empty origin', TEXT.replace('example.com/behind-the-sofa', '')],
    ['an empty extension line', `${TEXT}\n`],
    ['no final newline', TEXT.slice(0, -1)],
  ])('is not one with %s', (_, text) => {
    expect(parseCheckpoint(text)).toBeUndefined();
  });

  test('is signed under the name of its log, and opens for that log alone', () => {
    const note = signCheckpoint(checkpoint, key);
    expect(note).toMatch(/\n\n— example\.com\/behind-the-sofa [A-Za-z0-9+/]+={0,2}\n$/);
    expect(openCheckpoint(note, log)).toEqual(checkpoint);
    expect(openCheckpoint(note, { ...log, name: 'example.com/other' })).toBeUndefined();
    const ofAnother = signNote(TEXT.replace('behind', 'under'), checkpoint.origin, key);
    expect(openCheckpoint(ofAnother, log)).toBeUndefined();
  });
});

describe('a tlog-proof', () => {
  const note = signCheckpoint(checkpoint, key);
  const hashes = [leafHash(Buffer.of(1)), leafHash(Buffer.of(2))];

  test('has a header, the index, the path and the checkpoint verbatim', () => {
    const [a, b] = hashes.map((hash) => Buffer.from(hash).toString('base64'));
    const text = formatTlogProof({ index: 5, hashes, checkpoint: note });
    expect(text).toBe(`c2sp.org/tlog-proof@v1\nindex 5\n${a}\n${b}\n\n${note}`);
    expect(parseTlogProof(text)).toEqual({ index: 5, hashes, checkpoint: note });
  });

  test('of a log of one entry has no path', () => {
    const text = formatTlogProof({ index: 0, hashes: [], checkpoint: note });
    expect(text).toBe(`c2sp.org/tlog-proof@v1\nindex 0\n\n${note}`);
    expect(parseTlogProof(text)).toEqual({ index: 0, hashes: [], checkpoint: note });
  });

  test('is read past extra data, for which nobody vouches', () => {
    const text = formatTlogProof({ index: 5, hashes, checkpoint: note });
    expect(parseTlogProof(text.replace('\nindex', '\nextra aGVsbG8=\nindex'))?.index).toBe(5);
  });

  test.each([
    ['another header', 'c2sp.org/tlog-proof@v2\nindex 0\n\nnote\n'],
    ['no index', 'c2sp.org/tlog-proof@v1\n\nnote\n'],
    ['an index with a leading zero', 'c2sp.org/tlog-proof@v1\nindex 01\n\nnote\n'],
    ['a short hash', 'c2sp.org/tlog-proof@v1\nindex 1\nAAAA\n\nnote\n'],
    ['no checkpoint', 'c2sp.org/tlog-proof@v1\nindex 1\n\n'],
  ])('is not one with %s', (_, text) => {
    expect(parseTlogProof(text)).toBeUndefined();
  });
});
