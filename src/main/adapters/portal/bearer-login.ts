import { fillBody, readPointer } from '../../../shared/model/portal-template.ts';
import type { PortalLogin } from '../../../shared/model/portal-profile.ts';
import { Secret } from '../../../shared/model/secret.ts';
import type { PortalCredentials } from '../../ports/portal.port.ts';
import type { Ask, LoggedIn } from './logged-in.ts';
import { badAnswer } from './portal-failure.ts';

type BearerLogin = Extract<PortalLogin, { kind: 'json-bearer' }>;

/** A JSON post that answers with a token (RFC 6750). */
export async function logInForBearer(
  login: BearerLogin,
  { email, password }: PortalCredentials,
  ask: Ask,
): Promise<LoggedIn> {
  const { method, path, token: pointer, header, scheme } = login;
  const body = fillBody(login.body, { email, password: password.reveal() });
  const answer = await ask({ method, path, body });
  if (login.refusal.includes(answer.status)) return { ok: false, status: answer.status };
  const token = readPointer(answer.json, pointer);
  if (answer.status >= 300 || typeof token !== 'string' || token === '')
    throw badAnswer(`a token at ${pointer}`, answer.status);
  return { ok: true, session: { kind: 'bearer', header, scheme, token: new Secret(token) } };
}
