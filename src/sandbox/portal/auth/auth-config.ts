import type { AuthConfig } from '@auth/core';
import type { JWT } from '@auth/core/jwt';
import Credentials from '@auth/core/providers/credentials';
import { z } from 'zod';
import type { PortalContext } from '../portal-context.ts';
import { passwordMark } from './password.ts';
import { signIn } from './sign-in.ts';
import type { UserRow } from './user-store.ts';

export const SESSION_COOKIE = 'authjs.session-token';
const SESSION_LIVES_SECONDS = 8 * 60 * 60;

const credentials = z.object({ email: z.string().max(254), password: z.string().max(1000) });

/** Auth.js as the sources use it: Credentials provider, CSRF token, encrypted JWT cookie. */
export const authConfig = (context: PortalContext, secret: string): AuthConfig => ({
  secret,
  basePath: '/api/auth',
  trustHost: true,
  useSecureCookies: false,
  session: { strategy: 'jwt', maxAge: SESSION_LIVES_SECONDS },
  logger: { error: () => undefined, warn: () => undefined, debug: () => undefined },
  providers: [
    Credentials({
      credentials: { email: {}, password: { type: 'password' } },
      authorize: async (given, request) => {
        const parsed = credentials.safeParse(given);
        if (!parsed.success) return null;
        const user = await signIn(parsed.data, context, request.headers);
        return user === undefined
          ? null
          : { id: user.id, email: user.email, name: user.name, claims: claimsOf(user) };
      },
    }),
  ],
  callbacks: {
    jwt: ({ token, user }) => ({ ...token, ...(user as { readonly claims?: object } | undefined)?.claims }),
    session: ({ session, token }) => ({ ...session, user: { ...session.user, ...publicClaims(token) } }),
  },
});

/** What source 2 puts into the token, and the mark that ends it when the password changes. */
const claimsOf = (user: UserRow) => ({
  userId: user.id,
  role: user.role,
  brokerId: user.brokerId,
  employerId: user.employerId,
  passwordMark: passwordMark(user.passwordHash),
});

const publicClaims = ({ userId, role, brokerId, employerId }: JWT) => ({
  userId,
  role,
  brokerId,
  employerId,
});
