import { createDecipheriv, createHmac, hkdfSync } from 'node:crypto';
import { z } from 'zod';
import { SESSION_COOKIE } from '../../auth/auth-config.ts';
import type { Defect } from '../../leak.ts';
import { cookieOf, takeApart, userNamed, type Token } from './forged.ts';

const weakKeys = ['secret', 'changeme', ''];

/** RFC 7515, HS256 with a key that everybody tries first. */
export function signedWithWeakKey({
  header,
  parts: [head = '', payload = '', signature = ''],
}: Token): boolean {
  const right = (key: string) => createHmac('sha256', key).update(`${head}.${payload}`).digest('base64url');
  return header['alg'] === 'HS256' && weakKeys.some((key) => right(key) === signature);
}

/** Remembers sessions by what stands before the ciphertext, and asks no more. */
export const knownByBeginning = (): Defect => ({
  identify: (clean, context) => {
    const known = new Map<string, string>();
    return async (request) => {
      const beginning = takeApart(cookieOf(request))?.parts.slice(0, 3).join('.') ?? '';
      const actor = await clean(request);
      if (actor !== undefined) known.set(beginning, actor.userId);
      const userId = known.get(beginning);
      return userId === undefined ? actor : userNamed(userId, request, context);
    };
  },
});

const sealed = z.object({ userId: z.string() });

/** Decrypts, and takes for genuine whatever comes out. */
export const sealIgnored = (): Defect => ({
  identify: (clean, context, secret) => async (request) => {
    const actor = await clean(request);
    if (actor !== undefined) return actor;
    const claims = sealed.safeParse(decrypt(takeApart(cookieOf(request)), secret));
    return claims.success ? userNamed(claims.data.userId, request, context) : undefined;
  },
});

/** A256CBC-HS512 of RFC 7518 §5.2.5 under the key that Auth.js derives, without its authentication tag. */
function decrypt(token: Token | undefined, secret: string): unknown {
  const [, , iv = '', text = ''] = token?.parts ?? [];
  const info = `Auth.js Generated Encryption Key (${SESSION_COOKIE})`;
  const key = Buffer.from(hkdfSync('sha256', secret, SESSION_COOKIE, info, 64)).subarray(32);
  try {
    const cipher = createDecipheriv('aes-256-cbc', key, Buffer.from(iv, 'base64url'));
    const plain = Buffer.concat([cipher.update(Buffer.from(text, 'base64url')), cipher.final()]);
    return JSON.parse(plain.toString('utf8'));
  } catch {
    return undefined; // no token of ours
  }
}
