import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { OperatorError } from '../../shared/errors/operator-error.ts';

/** Stands in the built page wherever a nonce belongs; replaced anew for every answer. */
export const NONCE_PLACEHOLDER = '__CSP_NONCE__';

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
};

/** One file of the screens as it is answered. */
export type Screen = {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly headers: Readonly<Record<string, string>>;
};

/**
 * The policy of every page: nothing but the console's own files, no inline script, styles of the component library by nonce, nothing
 * embedded, nobody embeds. Source: Electron's security checklist, item 7; CSP Level 3.
 */
export const contentSecurityPolicy = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

/** Headers of every answer, whatever it is. */
export const guardHeaders = (nonce: string): Readonly<Record<string, string>> => ({
  'content-security-policy': contentSecurityPolicy(nonce),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), usb=(), payment=()',
});

/**
 * The file that a URL path names, with its headers; undefined when there is none. A path never leads out of `folder`; an encoded slash, a
 * backslash and a NUL are refused. Files with a hash in their name may be kept by the browser, the page itself may not.
 * Errors: `E_SCREENS_NOT_BUILT` when not even the page is there.
 */
export async function readScreen(
  folder: string,
  urlPath: string,
  nonce: string,
): Promise<Screen | undefined> {
  const name = fileName(urlPath);
  const type = name === undefined ? undefined : mediaTypes[extname(name)];
  if (name === undefined || type === undefined) return undefined;
  const content = await contentOf(join(folder, name));
  if (content === undefined && name === 'index.html') throw new OperatorError('E_SCREENS_NOT_BUILT');
  if (content === undefined) return undefined;
  const isPage = name.endsWith('.html');
  const kept = name.startsWith(`assets${sep}`) ? 'public, max-age=31536000, immutable' : 'no-store';
  return {
    body: isPage ? new TextEncoder().encode(withNonce(content, nonce)) : content,
    headers: { ...guardHeaders(nonce), 'content-type': type, 'cache-control': kept },
  };
}

/** The relative path that a URL path stands for: taken from the root, so that no `..` leads above it. */
function fileName(urlPath: string): string | undefined {
  if (/%2f|%5c|%00|[\\\0]/i.test(urlPath)) return undefined;
  const path = decoded(urlPath);
  if (path === undefined) return undefined;
  return path === '/' ? 'index.html' : normalize(`/${path}`).slice(1);
}

function decoded(urlPath: string): string | undefined {
  try {
    return decodeURIComponent(urlPath);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

async function contentOf(file: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'EISDIR' || code === 'ENOTDIR' || code === 'ENAMETOOLONG')
      return undefined;
    throw error;
  }
}

const withNonce = (page: Uint8Array, nonce: string): string =>
  new TextDecoder().decode(page).replaceAll(NONCE_PLACEHOLDER, nonce);
