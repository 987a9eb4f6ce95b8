import fc from 'fast-check';
import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { isPathname } from '../../../../src/sandbox/blob/blob-store.ts';
import { issueToken, readSignedUrl } from '../../../../src/sandbox/blob/signed-url.ts';

const secret = 'store secret';
const scope = { storeId: 's', pathname: 't/s/a.txt', operations: ['get'], validUntil: 2000 };
const sign = (key: string, text: string) => createHmac('sha256', key).update(text).digest('base64url');

function address(validUntil?: number) {
  const { delegationToken, clientSigningToken } = issueToken(secret, scope);
  const lines = [
    `operation=get`,
    `pathname=${scope.pathname}`,
    ...(validUntil === undefined ? [] : [`vercel-blob-valid-until=${validUntil}`]),
  ];
  const query = new URLSearchParams({ 'vercel-blob-delegation': delegationToken });
  query.set('vercel-blob-signature', sign(clientSigningToken, lines.join('\n')));
  if (validUntil !== undefined) query.set('vercel-blob-valid-until', String(validUntil));
  return query;
}

const read = (query: URLSearchParams, nowMs: number, operation = 'get') =>
  readSignedUrl(secret, { pathname: scope.pathname, query, operation }, nowMs);

test('a signed address counts until it expires, and no longer', () => {
  expect(read(address(), 1999)).toEqual(scope);
  expect(read(address(), 2000)).toBeUndefined();
  expect(read(address(1000), 999)).toEqual(scope);
  expect(read(address(1000), 1000)).toBeUndefined();
});

test('an address cannot outlive the delegation it stands on, nor do what that does not allow', () => {
  expect(read(address(9000), 2000)).toBeUndefined();
  expect(read(address(), 1, 'put')).toBeUndefined();
  expect(
    readSignedUrl('another secret', { pathname: scope.pathname, query: address(), operation: 'get' }, 1),
  ).toBeUndefined();
});

test('any change to the signed text is found', () => {
  const whole = address(1000).toString();
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.constantFrom('A', 'b', '0', '-'), (at, letter) => {
      const changed = whole.slice(0, at) + letter + whole.slice(at + 1);
      const query = new URLSearchParams(changed);
      fc.pre(query.toString() !== new URLSearchParams(whole).toString());
      expect(read(query, 1)).toBeUndefined();
    }),
    { numRuns: 500 },
  );
});

test.each(['a', 'a/b.txt', 'brk_1/sch_2/trust-deed/a b.pdf', '..a/b'])('%s is a pathname', (text) => {
  expect(isPathname(text)).toBe(true);
});

test.each(['', '/a', 'a/', 'a//b', '../a', 'a/../b', 'a/.', String.raw`a\b`, 'a\0b', 'a'.repeat(951)])(
  '%j is none',
  (text) => {
    expect(isPathname(text)).toBe(false);
  },
);
