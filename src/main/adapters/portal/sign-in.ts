import { readPointer } from '../../../shared/model/portal-template.ts';
import type { PortalProfile } from '../../../shared/model/portal-profile.ts';
import type {
  PortalCredentials,
  PortalIdentity,
  PortalRequest,
  PortalResponse,
  PortalSession,
  SignIn,
} from '../../ports/portal.port.ts';
import { logInWithAuthjs } from './authjs-login.ts';
import { logInForBearer } from './bearer-login.ts';
import { badAnswer } from './portal-failure.ts';

type AskAs = (actor: PortalSession | 'anonymous', request: PortalRequest) => Promise<PortalResponse>;

/** Signs in after the profile's way, then asks the portal who that is and whether the password must be changed. */
export async function signIn(
  profile: PortalProfile,
  credentials: PortalCredentials,
  ask: AskAs,
): Promise<SignIn> {
  const loggedIn = await logIn(profile, credentials, (request) => ask('anonymous', request));
  if (!loggedIn.ok) return loggedIn;
  const { session } = loggedIn;
  const askMe = (path: string) => ask(session, { method: 'GET', path });
  const [who, due] = await Promise.all([whoIs(profile, askMe), changeIsDue(profile, askMe)]);
  return { ok: true, session, identity: who.identity, mustChangePassword: who.mustChange || due };
}

function logIn(
  { login }: PortalProfile,
  credentials: PortalCredentials,
  ask: (request: PortalRequest) => Promise<PortalResponse>,
) {
  return login.kind === 'json-bearer'
    ? logInForBearer(login, credentials, ask)
    : logInWithAuthjs(login, credentials, ask);
}

type AskMe = (path: string) => Promise<PortalResponse>;

async function whoIs({ login: { identity } }: PortalProfile, ask: AskMe) {
  if (identity === undefined) return { identity: {}, mustChange: false };
  const { status, json } = await ask(identity.path);
  if (status !== 200 || typeof json !== 'object' || json === null)
    throw badAnswer(`who is signed in at ${identity.path}`, status);
  const text = (pointer: string | undefined) => textAt(json, pointer);
  const fields = {
    userId: text(identity.userId),
    role: text(identity.role),
    tenantId: text(identity.tenantId),
  };
  const named = Object.entries(fields).filter(([, value]) => value !== undefined);
  const mustChange =
    identity.mustChangePassword !== undefined && readPointer(json, identity.mustChangePassword) === true;
  return { identity: Object.fromEntries(named) as PortalIdentity, mustChange };
}

function textAt(json: unknown, pointer: string | undefined): string | undefined {
  const value = pointer === undefined ? undefined : readPointer(json, pointer);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

async function changeIsDue({ passwordChangeRequired: sign }: PortalProfile, ask: AskMe): Promise<boolean> {
  if (sign === undefined) return false;
  const { status, json } = await ask(sign.path);
  return status === sign.status && readPointer(json, sign.pointer) === sign.equals;
}
