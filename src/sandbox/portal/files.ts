import { del, issueSignedToken, presignUrl, put } from '@vercel/blob';
import type { Clock } from '../clock.ts';

export type FileStore = {
  readonly put: (path: string, content: Uint8Array, contentType: string) => Promise<void>;
  readonly remove: (path: string) => Promise<void>;
  /** An address that opens the file without a session until it expires. */
  readonly signedUrl: (path: string) => Promise<string>;
};

export type FileStoreOptions = {
  readonly url: string;
  readonly token: string;
  readonly clock: Clock;
  /** How long a signed address opens its file; five minutes when left out. */
  readonly urlLivesMs?: number;
};

const URL_LIVES_MS = 5 * 60_000;

/**
 * Files through the Vercel Blob SDK. The SDK takes its API's address from `VERCEL_BLOB_API_URL`, which the caller sets
 * to `url`; the signed address it builds names Vercel's delivery host, which the sandbox's blob server stands in for.
 */
export function createFileStore({
  url,
  token,
  clock,
  urlLivesMs = URL_LIVES_MS,
}: FileStoreOptions): FileStore {
  return {
    put: async (path, content, contentType) => {
      await put(path, Buffer.from(content), {
        access: 'private',
        token,
        contentType,
        addRandomSuffix: false,
      });
    },
    remove: (path) => del(path, { token }),
    signedUrl: async (path) => {
      const validUntil = clock.now().getTime() + urlLivesMs;
      const signed = await issueSignedToken({ pathname: path, operations: ['get'], validUntil, token });
      const { presignedUrl } = await presignUrl(signed, {
        operation: 'get',
        pathname: path,
        access: 'private',
      });
      const { pathname, search } = new URL(presignedUrl);
      return `${url}/files${pathname}${search}`;
    },
  };
}
