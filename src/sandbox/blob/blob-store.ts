import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import type { Clock } from '../clock.ts';

export type StoredBlob = {
  readonly pathname: string;
  readonly contentType: string;
  readonly size: number;
  readonly etag: string;
  /** RFC 3339 */
  readonly uploadedAt: string;
};

/** Files on disk, each at its own pathname, with what is known about them in a tree beside it. */
export type BlobStore = {
  readonly put: (pathname: string, content: Uint8Array, contentType: string) => StoredBlob;
  readonly find: (pathname: string) => StoredBlob | undefined;
  readonly content: (pathname: string) => Buffer;
  /** Removing what is not there is no error, as with Vercel. */
  readonly remove: (pathname: string) => void;
  /** Sorted by pathname. */
  readonly list: (prefix: string) => readonly StoredBlob[];
};

const MAXIMUM_PATHNAME_LENGTH = 950;

/** True for a relative path that stays inside the store. */
export const isPathname = (text: string): boolean =>
  text.length > 0 &&
  text.length <= MAXIMUM_PATHNAME_LENGTH &&
  !/[\0\\]/.test(text) &&
  text.split('/').every((segment) => segment !== '' && segment !== '.' && segment !== '..');

/** Opens the store below `directory`. It keeps nothing in memory, so it survives a restart and a copy of the folder. */
export function openBlobStore(directory: string, clock: Clock): BlobStore {
  const file = (pathname: string) => join(directory, 'files', pathname);
  const card = (pathname: string) => join(directory, 'cards', `${pathname}.json`);
  const find = (pathname: string) =>
    isPathname(pathname) && existsSync(card(pathname))
      ? (JSON.parse(readFileSync(card(pathname), 'utf8')) as StoredBlob)
      : undefined;
  return {
    find,
    content: (pathname) => readFileSync(file(pathname)),
    put: (pathname, content, contentType) => {
      const etag = `"${createHash('sha256').update(content).digest('hex').slice(0, 32)}"`;
      const size = content.byteLength;
      const blob = { pathname, contentType, size, etag, uploadedAt: clock.now().toISOString() };
      write(file(pathname), content);
      write(card(pathname), JSON.stringify(blob));
      return blob;
    },
    remove: (pathname) => {
      for (const path of [card(pathname), file(pathname)]) rmSync(path, { force: true });
    },
    list: (prefix) =>
      pathnamesBelow(join(directory, 'files'))
        .filter((pathname) => pathname.startsWith(prefix))
        .flatMap((pathname) => find(pathname) ?? []),
  };
}

function write(path: string, content: Uint8Array | string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(path, content, { mode: 0o600 });
}

function pathnamesBelow(root: string): readonly string[] {
  if (!existsSync(root)) return [];
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}
