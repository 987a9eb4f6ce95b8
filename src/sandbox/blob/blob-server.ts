import { createHash, randomBytes } from 'node:crypto';
import { Hono, type Context } from 'hono';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { isPathname, type BlobStore, type StoredBlob } from './blob-store.ts';
import { issueToken, readSignedUrl, type FileRequest, type OpensFile } from './signed-url.ts';

export type BlobServerOptions = {
  /** Stores by their id. One server serves several, as Vercel does: the token names the store. */
  readonly stores: ReadonlyMap<string, BlobStore>;
  readonly secret: string;
  readonly clock: Clock;
  /** Whether an address opens a file. A planted leak replaces it. */
  readonly opens?: OpensFile;
};

/** The token of a store, in the form of Vercel's read-write tokens: `vercel_blob_rw_<store>_<secret>`. */
export const storeToken = (secret: string, storeId: string): string =>
  `vercel_blob_rw_${storeId}_${createHash('sha256').update(`${secret}/${storeId}`).digest('hex')}`;

const FILES = '/files/';
const LIST_LIMIT = 1000;
const DEFAULT_TOKEN_LIVES_MS = 3_600_000;

/** The calls `@vercel/blob` makes (put, copy, head, list, del, signed token), and the delivery of files by signed address. */
export function createBlobServer(
  options: BlobServerOptions,
): (request: Request) => Response | Promise<Response> {
  const app = new Hono();
  app.get(`${FILES}*`, (c) => deliver(c, options));
  app.put('/', (c) => withStore(c, options, (store) => put(c, store)));
  app.get('/', (c) =>
    withStore(c, options, (store) => (c.req.query('url') === undefined ? list(c, store) : head(c, store))),
  );
  app.post('/delete', (c) => withStore(c, options, (store) => remove(c, store)));
  app.post('/signed-token', (c) => withStore(c, options, (_store, storeId) => sign(c, options, storeId)));
  app.notFound((c) => refuse(c, 404, 'not_found'));
  return (request) => app.fetch(request);
}

const refuse = (c: Context, status: 400 | 403 | 404, code: string, message = code) =>
  c.json({ error: { code, message } }, status);

async function withStore(
  c: Context,
  { stores, secret }: BlobServerOptions,
  work: (store: BlobStore, storeId: string) => Response | Promise<Response>,
): Promise<Response> {
  const token = c.req.header('authorization')?.replace(/^Bearer /, '') ?? '';
  const storeId = token.split('_')[3] ?? '';
  const store = stores.get(storeId);
  if (store === undefined || token !== storeToken(secret, storeId)) return refuse(c, 403, 'forbidden');
  return work(store, storeId);
}

async function put(c: Context, store: BlobStore): Promise<Response> {
  const asked = c.req.query('pathname') ?? '';
  if (!isPathname(asked)) return refuse(c, 400, 'bad_request', 'The pathname cannot be used.');
  const pathname = c.req.header('x-add-random-suffix') === '1' ? suffixed(asked) : asked;
  const replaces = store.find(pathname) !== undefined;
  if (replaces && c.req.header('x-allow-overwrite') !== '1')
    return refuse(c, 400, 'bad_request', 'This blob already exists.');
  const source = c.req.query('fromUrl');
  if (source !== undefined) return copyOf(c, store, pathnameOf(source), pathname);
  const contentType = c.req.header('x-content-type') ?? 'application/octet-stream';
  return c.json(describe(c, store.put(pathname, new Uint8Array(await c.req.arrayBuffer()), contentType)));
}

function copyOf(c: Context, store: BlobStore, from: string, to: string): Response {
  const blob = store.find(from);
  if (blob === undefined) return refuse(c, 404, 'not_found');
  return c.json(describe(c, store.put(to, store.content(from), blob.contentType)));
}

const suffixed = (pathname: string): string => {
  const suffix = randomBytes(12).toString('hex');
  return pathname.replace(/(\.[^./]*)?$/, (extension) => `-${suffix}${extension}`);
};

function describe(c: Context, blob: StoredBlob) {
  const url = new URL(FILES + blob.pathname, c.req.url).toString();
  const contentDisposition = `attachment; filename="${blob.pathname.split('/').at(-1) ?? ''}"`;
  return {
    ...blob,
    url,
    downloadUrl: `${url}?download=1`,
    contentDisposition,
    cacheControl: 'private, max-age=0',
  };
}

function head(c: Context, store: BlobStore): Response {
  const blob = store.find(pathnameOf(c.req.query('url') ?? ''));
  return blob === undefined ? refuse(c, 404, 'not_found') : c.json(describe(c, blob));
}

/** The SDK names a blob by its address or by its pathname. */
const pathnameOf = (urlOrPathname: string): string => {
  if (!URL.canParse(urlOrPathname)) return urlOrPathname;
  return decodeURIComponent(new URL(urlOrPathname).pathname).replace(/^\/files\//, '');
};

function list(c: Context, store: BlobStore): Response {
  const { prefix = '', limit = String(LIST_LIMIT), cursor = '', mode } = c.req.query();
  const all = store.list(prefix);
  const below = ({ pathname }: StoredBlob) => pathname.slice(prefix.length).includes('/');
  const folder = ({ pathname }: StoredBlob) => pathname.slice(0, pathname.indexOf('/', prefix.length) + 1);
  const folders = mode === 'folded' ? [...new Set(all.filter(below).map(folder))] : [];
  const shown = (mode === 'folded' ? all.filter((blob) => !below(blob)) : all).filter(
    ({ pathname }) => pathname > cursor,
  );
  const page = shown.slice(0, Math.min(Number(limit), LIST_LIMIT));
  const hasMore = shown.length > page.length;
  const next = hasMore ? { cursor: page.at(-1)?.pathname } : {};
  return c.json({ blobs: page.map((blob) => describe(c, blob)), folders, hasMore, ...next });
}

const deletion = z.object({ urls: z.array(z.string()).max(LIST_LIMIT) });

async function remove(c: Context, store: BlobStore): Promise<Response> {
  const parsed = deletion.safeParse(await c.req.json());
  if (!parsed.success) return refuse(c, 400, 'bad_request');
  for (const pathname of parsed.data.urls.map(pathnameOf).filter(isPathname)) store.remove(pathname);
  return c.json(null);
}

const signing = z.object({
  pathname: z.string().default('*'),
  operations: z.array(z.enum(['get', 'head', 'put', 'delete'])).default(['get']),
  validUntil: z.number().optional(),
});

async function sign(c: Context, { secret, clock }: BlobServerOptions, storeId: string): Promise<Response> {
  const parsed = signing.safeParse(await c.req.json());
  if (!parsed.success) return refuse(c, 400, 'bad_request');
  const { validUntil = clock.now().getTime() + DEFAULT_TOKEN_LIVES_MS, ...scope } = parsed.data;
  return c.json(issueToken(secret, { ...scope, storeId, validUntil }));
}

/** Hands a file out to whoever holds a signed address. Anything else is told the same, whether the file exists or not. */
function deliver(c: Context, { stores, secret, clock, opens = readSignedUrl }: BlobServerOptions): Response {
  const url = new URL(c.req.url);
  const pathname = decodeURIComponent(url.pathname.slice(FILES.length));
  const holder = () => [...stores].find(([, each]) => each.find(pathname) !== undefined)?.[0];
  const { method } = c.req;
  const request: FileRequest = { pathname, query: url.searchParams, operation: 'get', method, holder };
  const scope = opens(secret, request, clock.now().getTime());
  const store = scope === undefined ? undefined : stores.get(scope.storeId);
  const blob = store?.find(pathname);
  if (scope === undefined) return refuse(c, 403, 'forbidden');
  if (store === undefined || blob === undefined) return refuse(c, 404, 'not_found');
  const headers = {
    'content-type': blob.contentType,
    etag: blob.etag,
    'cache-control': 'private, max-age=0',
  };
  return c.body(new Uint8Array(store.content(pathname)), 200, headers);
}
