import { BlobAccessError, BlobError, copy, del, issueSignedToken, list, presignUrl } from '@vercel/blob';
import { isOperatorError, OperatorError } from '../../../shared/errors/operator-error.ts';
import { isLoopbackHost } from '../../../shared/model/loopback.ts';
import type { Secret } from '../../../shared/model/secret.ts';
import type { Clock } from '../../ports/clock.port.ts';
import type { FailPoints } from '../../ports/fail-points.port.ts';
import type { ObjectStore, StoredObject } from '../../ports/object-store.port.ts';
import { withApiAddress } from './api-address.ts';

export type VercelBlobOptions = {
  readonly apiUrl: string;
  /** Where files are handed out; Vercel's own host when left out. */
  readonly deliveryUrl?: string | undefined;
  /** A read-write token of the store. */
  readonly token: Secret;
  readonly clock: Clock;
  /** For one request of the API, in milliseconds. Default 15,000. */
  readonly timeoutMs?: number;
  readonly failPoints?: FailPoints | undefined;
};

/** How long a signed address opens its file. */
const READ_WITHIN_MS = 5 * 60_000;
/** The most that the service takes in one call. */
const PAGE = 1_000;

/** A private store of Vercel Blob (P19). Errors: those of the port, and `E_INVALID_INPUT` for an address that is not safe to use. */
export function vercelBlob(options: VercelBlobOptions): ObjectStore {
  const { apiUrl, deliveryUrl, failPoints } = options;
  for (const url of [apiUrl, ...(deliveryUrl === undefined ? [] : [deliveryUrl])]) refuseUnsafe(url);
  return {
    list: (prefix) => listAll(options, prefix),
    read: (path) => read(options, path),
    copy: async (from, to) => {
      const asked = { access: 'private', addRandomSuffix: false, allowOverwrite: true } as const;
      await api(options, (auth) => copy(from, to, { ...asked, ...auth }));
    },
    remove: async (paths) => {
      failPoints?.reach('objects.before-remove');
      for (let at = 0; at < paths.length; at += PAGE)
        await api(options, (auth) => del(paths.slice(at, at + PAGE), auth));
      failPoints?.reach('objects.after-remove');
    },
  };
}

async function* listAll(options: VercelBlobOptions, prefix: string): AsyncIterable<StoredObject> {
  let cursor: string | undefined;
  do {
    const asked = { prefix, limit: PAGE, ...(cursor !== undefined && { cursor }) };
    const page = await api(options, (auth) => list({ ...asked, ...auth }));
    for (const { pathname, size } of page.blobs) yield { path: pathname, bytes: size };
    cursor = page.hasMore ? page.cursor : undefined;
  } while (cursor !== undefined);
}

async function read(
  options: VercelBlobOptions,
  path: string,
): Promise<AsyncIterable<Uint8Array> | undefined> {
  const address = await signedAddress(options, path);
  const response = await reaching(() => fetch(address, { redirect: 'error' }));
  if (response.ok && response.body !== null) return content(response.body);
  await response.body?.cancel();
  if (response.status === 404) return undefined;
  const code =
    response.status === 401 || response.status === 403 ? 'E_OBJECTS_AUTH' : 'E_OBJECTS_UNREACHABLE';
  throw new OperatorError(code, { details: { status: response.status } });
}

async function* content(body: ReadableStream<Uint8Array>): AsyncIterable<Uint8Array> {
  const pieces = body[Symbol.asyncIterator]();
  for (;;) {
    const piece = await reaching(() => pieces.next());
    if (piece.done === true) return;
    yield piece.value;
  }
}

/**
 * An address that opens this one file for a short while: the store is private. The delegation it is made from is for reading the
 * whole store, because the SDK mistakes paths beyond ASCII in narrower ones; it never leaves this process.
 */
async function signedAddress(options: VercelBlobOptions, path: string): Promise<string> {
  const { clock, deliveryUrl } = options;
  const validUntil = clock.now().getTime() + READ_WITHIN_MS;
  const scope = { operations: ['get' as const], validUntil };
  const signed = await api(options, (auth) => issueSignedToken({ ...scope, ...auth }));
  const asked = { operation: 'get', pathname: path, access: 'private' } as const;
  const { presignedUrl } = await presignUrl(signed, asked);
  if (deliveryUrl === undefined) return presignedUrl;
  const { pathname, search } = new URL(presignedUrl);
  return `${deliveryUrl.replace(/\/$/, '')}${pathname}${search}`;
}

type Auth = { readonly token: string; readonly abortSignal: AbortSignal };

const api = <T>(
  { apiUrl, token, timeoutMs = 15_000 }: VercelBlobOptions,
  work: (auth: Auth) => Promise<T>,
): Promise<T> =>
  withApiAddress(apiUrl, () =>
    reaching(() => work({ token: token.reveal(), abortSignal: AbortSignal.timeout(timeoutMs) })),
  );

/** The service's words may name a file, and a file a person: they stay in the cause, which goes nowhere. */
async function reaching<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (isOperatorError(cause)) throw cause;
    const isRefused = cause instanceof BlobAccessError || isInvalidToken(cause);
    throw new OperatorError(isRefused ? 'E_OBJECTS_AUTH' : 'E_OBJECTS_UNREACHABLE', { cause });
  }
}

/** A token that is not in the form of the service's does not even get as far as a request. */
const isInvalidToken = (error: unknown): boolean =>
  error instanceof BlobError && /token/i.test(error.message);

function refuseUnsafe(address: string): void {
  const url = URL.parse(address);
  const host = url?.hostname.replace(/^\[|\]$/g, '') ?? '';
  if (url?.protocol !== 'https:' && !(url?.protocol === 'http:' && isLoopbackHost(host)))
    throw new OperatorError('E_INVALID_INPUT', { message: 'The address of the file store must be https.' });
}
