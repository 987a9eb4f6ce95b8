import { describe, expect, test } from 'vitest';
import { parseEnvelope, preAuthEncoding, signEnvelope } from '../../../../src/main/ledger/dsse.ts';
import { isSignedBy, publicKeyOf, signingKeyOf } from '../../../../src/main/ledger/signing-key.ts';
import { Secret } from '../../../../src/shared/model/secret.ts';

const IN_TOTO = 'application/vnd.in-toto+json';
const STATEMENT = '{"_type":"https://in-toto.io/Statement/v1"}';

// secure-systems-lab/dsse, testvectors/vectors.json; key A is that of RFC 8032 §7.1 test 1.
const keyA = signingKeyOf(
  new Secret(Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex')),
);
const accepted = [
  {
    id: 'single-signature',
    payloadType: IN_TOTO,
    payload: STATEMENT,
    pae: '445353457631203238206170706c69636174696f6e2f766e642e696e2d746f746f2b6a736f6e203433207b225f74797065223a2268747470733a2f2f696e2d746f746f2e696f2f53746174656d656e742f7631227d',
    sig: '2WAfaHm5jluo0w+0rk8uVkluELJYWjSmU9x7EUzx+AyteDGJ4/nqyJXfmAUVFIAoQafWm7AxBZNw5M9ixNHiCA==',
  },
  {
    id: 'non-ascii-payload-type',
    payloadType: 'application/vnd.exämple+json',
    payload: STATEMENT,
    pae: '445353457631203239206170706c69636174696f6e2f766e642e6578c3a46d706c652b6a736f6e203433207b225f74797065223a2268747470733a2f2f696e2d746f746f2e696f2f53746174656d656e742f7631227d',
    sig: 'xmSk/ug66ysT7ayhkCIjhAq42zgZXSsEWuzUaNL7w2eGAdF/NU6/fRXPtmfN+5DNSAs5/i2lUnHjbbjPsu0tAw==',
  },
  {
    id: 'empty-payload',
    payloadType: IN_TOTO,
    payload: '',
    pae: '445353457631203238206170706c69636174696f6e2f766e642e696e2d746f746f2b6a736f6e203020',
    sig: 'gSggCAaTLTYyRH6FIDBem6meyIynsYy8RTHVzwx9tnTb7Bg/1jMWnuVgI/gffqmbsC2VX5/jHfkkDqsj7CDbDg==',
  },
];

const bytesOf = (envelope: object): Uint8Array => Buffer.from(JSON.stringify(envelope));
const envelopeOf = ({ payload, payloadType, sig }: (typeof accepted)[number]) => ({
  payload: Buffer.from(payload).toString('base64'),
  payloadType,
  signatures: [{ keyid: 'A', sig }],
});

describe('DSSE', () => {
  test('encodes the example of the specification', () => {
    const encoded = preAuthEncoding('http://example.com/HelloWorld', Buffer.from('hello world'));
    expect(Buffer.from(encoded).toString()).toBe('DSSEv1 29 http://example.com/HelloWorld 11 hello world');
  });

  test.each(accepted)('signs and reads the published vector $id', (vector) => {
    const { payload, payloadType, pae, sig } = vector;
    expect(preAuthEncoding(payloadType, Buffer.from(payload))).toEqual(Buffer.from(pae, 'hex'));
    expect(parseEnvelope(signEnvelope(payloadType, payload, keyA))?.signature).toEqual(
      Buffer.from(sig, 'base64'),
    );
    const read = parseEnvelope(bytesOf(envelopeOf(vector)))!;
    const signed = preAuthEncoding(read.payloadType, read.payload);
    expect(isSignedBy(publicKeyOf(keyA.publicKey), signed, read.signature)).toBe(true);
  });

  test('accepts the URL-safe alphabet of base64, as a verifier must', () => {
    const sig = 'P-_KHICeR7tI6S_YyejJTRtrXhcQyQ2LYPaL8h90KjC9qN8HU_svOQ6TuDOT1HIrsGW886DbWNWcCmX5twLrAw==';
    const read = parseEnvelope(
      bytesOf({ payload: '-_-_Pj8=', payloadType: IN_TOTO, signatures: [{ keyid: 'A', sig }] }),
    )!;
    expect(read.payload).toEqual(Buffer.from('fbffbf3e3f', 'hex'));
    const signed = preAuthEncoding(read.payloadType, read.payload);
    expect(isSignedBy(publicKeyOf(keyA.publicKey), signed, read.signature)).toBe(true);
  });

  test('does not let a signature pass for another payload type', () => {
    const swapped = { ...envelopeOf(accepted[0]!), payloadType: 'application/vnd.example.other+json' };
    const read = parseEnvelope(bytesOf(swapped))!;
    const signed = preAuthEncoding(read.payloadType, read.payload);
    expect(isSignedBy(publicKeyOf(keyA.publicKey), signed, read.signature)).toBe(false);
  });

  test('writes one form only: alphabetical, no white space, UTF-8', () => {
    const text = Buffer.from(signEnvelope('type', '{"é":1}', keyA)).toString();
    expect(text).toMatch(
      /^\{"payload":"[^"]+","payloadType":"type","signatures":\[\{"keyid":"[0-9a-f]{32}","sig":"[^"]+"\}\]\}$/,
    );
    expect(Buffer.from(parseEnvelope(Buffer.from(text))!.payload).toString()).toBe('{"é":1}');
  });

  test.each([
    ['not JSON', 'DSSE'],
    ['an array', '[]'],
    ['no signature', '{"payload":"","payloadType":"t","signatures":[]}'],
    [
      'two signatures',
      '{"payload":"","payloadType":"t","signatures":[{"keyid":"","sig":""},{"keyid":"","sig":""}]}',
    ],
    ['a number for a payload', '{"payload":1,"payloadType":"t","signatures":[{"keyid":"","sig":""}]}'],
  ])('reads nothing from %s', (_, text) => {
    expect(parseEnvelope(Buffer.from(text))).toBeUndefined();
  });
});
