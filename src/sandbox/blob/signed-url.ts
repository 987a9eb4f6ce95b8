import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/**
 * Vercel's presigned addresses, as `@vercel/blob` makes them: a delegation token says what it is good for and is sealed
 * by the store; a key derived from it signs one concrete address.
 */
const delegation = z.object({
  storeId: z.string(),
  pathname: z.string(),
  operations: z.array(z.string()),
  /** Milliseconds since the epoch. */
  validUntil: z.number(),
});

export type Delegation = z.infer<typeof delegation>;

const hmac = (key: string, text: string): string =>
  createHmac('sha256', key).update(text).digest('base64url');

const matches = (given: string, right: string): boolean =>
  given.length === right.length && timingSafeEqual(Buffer.from(given), Buffer.from(right));

/** Answers the SDK's `POST /signed-token`. */
export function issueToken(secret: string, scope: Delegation) {
  const payload = Buffer.from(JSON.stringify(scope)).toString('base64url');
  const delegationToken = `${payload}.${hmac(secret, payload)}`;
  return { delegationToken, clientSigningToken: hmac(secret, delegationToken), validUntil: scope.validUntil };
}

export type SignedRequest = {
  readonly pathname: string;
  readonly query: URLSearchParams;
  readonly operation: string;
};

/** A request for a file as it arrives. */
export type FileRequest = SignedRequest & {
  readonly method: string;
  /** Store that holds the file, whoever may have it. The clean check never asks. */
  readonly holder: () => string | undefined;
};

/** Decides whether an address opens a file. */
export type OpensFile = (secret: string, request: FileRequest, nowMs: number) => Delegation | undefined;

/** What a signed address delegates; undefined when it is not signed, tampered with, expired or for something else. */
export function readSignedUrl(secret: string, request: SignedRequest, nowMs: number): Delegation | undefined {
  const { pathname, query, operation } = request;
  const token = query.get('vercel-blob-delegation') ?? '';
  const scope = openToken(secret, token);
  if (!scope?.operations.includes(operation)) return undefined;
  if (scope.pathname !== '*' && scope.pathname !== pathname) return undefined;
  const right = hmac(hmac(secret, token), canonical(request, operation));
  if (!matches(query.get('vercel-blob-signature') ?? '', right)) return undefined;
  const validUntil = Number(query.get('vercel-blob-valid-until') ?? scope.validUntil);
  return nowMs < Math.min(validUntil, scope.validUntil) ? scope : undefined;
}

function openToken(secret: string, token: string): Delegation | undefined {
  const [payload = '', seal = ''] = token.split('.');
  if (!matches(seal, hmac(secret, payload))) return undefined;
  const parsed = delegation.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
  return parsed.success ? parsed.data : undefined;
}

/** The signed text: operation, pathname and the expiry when it is in the address, in byte order (`canonicalString` of the SDK). */
function canonical({ pathname, query }: SignedRequest, operation: string): string {
  const validUntil = query.get('vercel-blob-valid-until');
  const lines = [`operation=${operation}`, `pathname=${pathname}`];
  if (validUntil !== null) lines.push(`vercel-blob-valid-until=${validUntil}`);
  return lines.sort().join('\n');
}
