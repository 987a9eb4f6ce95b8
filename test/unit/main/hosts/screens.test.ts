import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contentSecurityPolicy, NONCE_PLACEHOLDER, readScreen } from '../../../../src/main/hosts/screens.ts';

let folder: string;
let screens: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'screens-'));
  screens = join(folder, 'renderer');
  mkdirSync(join(screens, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'secret.json'), '{"secret":true}');
  writeFileSync(join(screens, 'index.html'), `<meta nonce="${NONCE_PLACEHOLDER}">`);
  writeFileSync(join(screens, 'assets', 'index-a1.js'), 'go()');
  writeFileSync(join(screens, 'assets', 'no-extension'), 'x');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = (path: string) => readScreen(screens, path, 'n0nce');
const text = async (path: string) => new TextDecoder().decode((await read(path))?.body);

describe('the page', () => {
  test('carries the nonce of its policy and is kept nowhere', async () => {
    const page = await read('/');
    expect(await text('/')).toBe('<meta nonce="n0nce">');
    expect(page?.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': contentSecurityPolicy('n0nce'),
    });
  });

  test('that was never built is an error that says what to do', async () => {
    await expect(readScreen(folder, '/', 'n')).rejects.toMatchObject({ code: 'E_SCREENS_NOT_BUILT' });
  });
});

test('a file with a hash in its name may be kept', async () => {
  const script = await read('/assets/index-a1.js');
  expect(script?.headers).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': 'public, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
  });
});

test('the policy allows nothing that is not the console’s own', () => {
  const policy = contentSecurityPolicy('n0nce');
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self';");
  expect(policy).not.toMatch(/unsafe|\*|https?:/);
});

describe('a path', () => {
  const outside = [
    ...['/../secret.json', '/..%2fsecret.json', '/%2e%2e/secret.json', '/assets/../../secret.json'],
    ...[
      '/..\\secret.json',
      '/..%5csecret.json',
      '//etc/passwd',
      '/%00',
      '/a%00.js',
      '/%zz',
      '/assets',
      '/assets/',
      '/nothing.js',
    ],
    ...['/assets/no-extension', `/${'a'.repeat(5000)}.js`],
  ];

  test.each(outside)('that leads nowhere or out is not there: %s', async (path) => {
    expect(await read(path)).toBeUndefined();
  });

  test('of any kind never leads out', async () => {
    const part = fc.constantFrom(
      '..',
      '.',
      '%2e%2e',
      '..%2f',
      '\\',
      '/',
      'secret.json',
      'assets',
      '%252e',
      'renderer',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(part), async (parts) => {
        const found = await read(`/${parts.join('/')}`);
        expect(new TextDecoder().decode(found?.body)).not.toContain('secret');
      }),
    );
  });
});
