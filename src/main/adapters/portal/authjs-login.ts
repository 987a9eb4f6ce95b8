import { readPointer } from '../../../shared/model/portal-template.ts';
import type { PortalLogin } from '../../../shared/model/portal-profile.ts';
import type { PortalCredentials, PortalResponse } from '../../ports/portal.port.ts';
import { cookieHeader, cookiesOf, mergeCookies } from './cookies.ts';
import type { Ask, LoggedIn } from './logged-in.ts';
import { badAnswer } from './portal-failure.ts';

type AuthjsLogin = Extract<PortalLogin, { kind: 'authjs-credentials' }>;

/**
 * Auth.js's Credentials provider as a browser uses it: a CSRF token bound to a cookie, a form post, and a session cookie, which
 * may be split in numbered parts and has a prefix under https.
 */
export async function logInWithAuthjs(
  login: AuthjsLogin,
  credentials: PortalCredentials,
  ask: Ask,
): Promise<LoggedIn> {
  const { csrfToken, cookies } = await csrf(login, ask);
  const answer = await ask({
    method: 'POST',
    path: login.callbackPath,
    headers: { 'content-type': 'application/x-www-form-urlencoded', cookie: cookieHeader(cookies) },
    body: new URLSearchParams({
      csrfToken,
      [login.emailField]: credentials.email,
      [login.passwordField]: credentials.password.reveal(),
    }).toString(),
  });
  const set = cookiesOf(answer);
  if (set.some(({ name }) => isSessionCookie(name, login.sessionCookie)))
    return { ok: true, session: { kind: 'cookie', cookies: mergeCookies(cookies, set) } };
  if (isRefusal(answer)) return { ok: false, status: answer.status };
  throw badAnswer(`a ${login.sessionCookie} cookie or error=CredentialsSignin`, answer.status);
}

async function csrf(login: AuthjsLogin, ask: Ask) {
  const answer = await ask({ method: 'GET', path: login.csrfPath });
  const csrfToken = readPointer(answer.json, 'csrfToken');
  if (answer.status !== 200 || typeof csrfToken !== 'string') throw badAnswer('a csrfToken', answer.status);
  return { csrfToken, cookies: cookiesOf(answer) };
}

function isSessionCookie(name: string, wanted: string): boolean {
  const bare = name.replace(/^__(Secure|Host)-/, '').replace(/\.\d+$/, '');
  return bare === wanted;
}

/** Auth.js sends the browser to a page with `error=CredentialsSignin`; asked for JSON it answers 401. */
function isRefusal({ status, headers }: PortalResponse): boolean {
  if (status === 401) return true;
  const target = URL.parse(headers['location'] ?? '', 'http://portal');
  return status >= 300 && status < 400 && target?.searchParams.get('error') === 'CredentialsSignin';
}
