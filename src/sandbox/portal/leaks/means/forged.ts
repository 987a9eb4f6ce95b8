import { buildActorContext, type ActorContext } from '../../actor-context.ts';
import { SESSION_COOKIE } from '../../auth/auth-config.ts';
import { findUser } from '../../auth/user-store.ts';
import type { Defect } from '../../leak.ts';
import type { PortalContext } from '../../portal-context.ts';
import { isRole } from '../../role.ts';

/** A token as somebody sent it, taken apart and not verified. */
export type Token = {
  readonly text: string;
  readonly parts: readonly string[];
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
};

export const cookieOf = (request: Request, name: string = SESSION_COOKIE): string | undefined =>
  (request.headers.get('cookie') ?? '')
    .split(/;\s*/)
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1);

export function takeApart(text: string | undefined): Token | undefined {
  if (text === undefined || text === '') return undefined;
  const parts = text.split('.');
  const [header = '', payload = ''] = parts;
  return { text, parts, header: objectOf(header), claims: objectOf(payload) };
}

function objectOf(part: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {}; // whatever it is, it claims nothing
  }
}

export const isExpired = ({ claims: { exp } }: Token, { clock }: PortalContext): boolean =>
  typeof exp === 'number' && exp * 1000 < clock.now().getTime();

/** The platform's own: what code falls back to that forgets to ask who it is working for. */
export const guest = (request: Request): ActorContext =>
  buildActorContext(
    {
      userId: 'guest',
      tenantId: null,
      role: 'SuperAdmin',
      email: 'guest@portal.example',
      employerId: null,
      memberId: null,
      mustChangePassword: false,
    },
    request.headers,
  );

/** The user that claims name, believed in everything; whoever names nobody is a guest. */
export async function believed(
  { claims }: Token,
  request: Request,
  context: PortalContext,
): Promise<ActorContext> {
  const named = claims['userId'] ?? claims['sub'] ?? claims['id'];
  const known = typeof named === 'string' ? await userNamed(named, request, context) : undefined;
  const { brokerId } = claims;
  if (known === undefined) return guest(request);
  return typeof brokerId === 'string' ? { ...known, tenantId: brokerId } : known;
}

/** A user who may work, with the session left unchecked. */
export async function userNamed(
  id: string,
  request: Request,
  { db }: PortalContext,
): Promise<ActorContext | undefined> {
  const user = await findUser(db, id);
  if (user === undefined || !isRole(user.role)) return undefined;
  const { brokerId: tenantId, role, email, employerId, memberId, mustChangePassword } = user;
  return buildActorContext(
    { userId: user.id, tenantId, role, email, employerId, memberId, mustChangePassword },
    request.headers,
  );
}

/** Lets requests without a session in as a guest. */
export const openToAll = (fits: (request: Request, path: string) => boolean): Defect => ({
  identify: (clean) => async (request) =>
    (await clean(request)) ?? (fits(request, new URL(request.url).pathname) ? guest(request) : undefined),
});

/** Believes tokens that fit, wherever `find` finds them. */
export const believing = (
  fits: (token: Token, context: PortalContext) => boolean,
  find: (request: Request) => string | undefined = (request) => cookieOf(request),
): Defect => ({
  identify: (clean, context) => async (request) => {
    const actor = await clean(request);
    const token = actor === undefined ? takeApart(find(request)) : undefined;
    return token !== undefined && fits(token, context) ? believed(token, request, context) : actor;
  },
});
