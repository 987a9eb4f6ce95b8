import { afterEach, describe, expect, test } from 'vitest';
import type { RequestListener } from 'node:http';
import { portalsOverHttp } from '../../../src/main/adapters/portal/portal.adapter.ts';
import { systemClock } from '../../../src/main/adapters/system/system-clock.adapter.ts';
import { pensionPortal } from '../../../src/main/isolation/profiles/pension-portal.profile.ts';
import { portalProfile, type PortalProfile } from '../../../src/shared/model/portal-profile.ts';
import { Secret } from '../../../src/shared/model/secret.ts';
import { json, standIn, textOf } from './stand-in-portal.ts';

let closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function portalOf(profile: PortalProfile, listener: RequestListener) {
  const server = await standIn(listener);
  const portal = portalsOverHttp({ clock: systemClock })(profile, server.url);
  closing = [() => portal.close(), () => server.close(), ...closing];
  return portal;
}

const credentials = { email: 'admin@firm.example', password: new Secret('right + proper') };
const wrong = { ...credentials, password: new Secret('wrong') };
const code = (expected: string) => expect.objectContaining({ code: expected }) as Error;

/** Auth.js seen from outside: the token is bound to the cookie, and the session cookie comes in two parts. */
function authjs({ mustChange = false, callbackStatus = 302 } = {}): RequestListener {
  return (request, response) =>
    void textOf(request).then((body) => {
      const form = new URLSearchParams(body);
      const cookie = request.headers.cookie ?? '';
      const signedIn = cookie.includes('authjs.session-token.0=one; authjs.session-token.1=two');
      if (request.url === '/api/auth/csrf') {
        response.setHeader('set-cookie', 'authjs.csrf-token=tok%7Chash; Path=/; HttpOnly');
        return json(response, 200, { csrfToken: 'tok' });
      }
      if (request.url === '/api/auth/callback/credentials') {
        const bound = cookie === 'authjs.csrf-token=tok%7Chash' && form.get('csrfToken') === 'tok';
        if (!bound) return response.writeHead(302, { location: '/api/auth/signin?csrf=true' }).end();
        if (form.get('email') !== credentials.email || form.get('password') !== 'right + proper')
          return void response
            .writeHead(callbackStatus, { location: '/login?error=CredentialsSignin&code=credentials' })
            .end();
        response.setHeader('set-cookie', [
          'authjs.session-token.0=one; HttpOnly',
          'authjs.session-token.1=two',
          'authjs.callback-url=; Max-Age=0',
        ]);
        return response.writeHead(302, { location: '/' }).end();
      }
      if (!signedIn) return json(response, 401, { error: 'Unauthorized' });
      if (request.url === '/api/auth/session')
        return json(response, 200, { user: { userId: 'u1', role: 'BrokerAdmin', brokerId: 'b1' } });
      if (mustChange) return json(response, 403, { error: 'PasswordChangeRequired' });
      return json(response, 200, { data: {} });
    });
}

describe('signing in by Auth.js', () => {
  test('yields a session, who it is, and that nothing is due', async () => {
    const portal = await portalOf(pensionPortal, authjs());
    const signIn = await portal.signIn(credentials);
    expect(signIn).toMatchObject({
      ok: true,
      identity: { userId: 'u1', role: 'BrokerAdmin', tenantId: 'b1' },
      mustChangePassword: false,
    });
    if (!signIn.ok) throw new Error('refused');
    expect((await portal.request(signIn.session, { method: 'GET', path: '/api/employers' })).status).toBe(
      200,
    );
    expect(JSON.stringify(signIn)).not.toContain('one');
  });

  test('tells that a password change is due', async () => {
    const portal = await portalOf(pensionPortal, authjs({ mustChange: true }));
    expect(await portal.signIn(credentials)).toMatchObject({ ok: true, mustChangePassword: true });
  });

  test('is refused with wrong credentials, by redirect or by status', async () => {
    const byRedirect = await portalOf(pensionPortal, authjs());
    expect(await byRedirect.signIn(wrong)).toEqual({ ok: false, status: 302 });
    const byStatus = await portalOf(pensionPortal, authjs({ callbackStatus: 401 }));
    expect(await byStatus.signIn(wrong)).toEqual({ ok: false, status: 401 });
  });

  test('a portal in trouble has not refused anybody', async () => {
    for (const callbackStatus of [200, 429, 500]) {
      const portal = await portalOf(pensionPortal, authjs({ callbackStatus }));
      await expect(portal.signIn(wrong)).rejects.toThrow(code('E_PORTAL_BAD_ANSWER'));
    }
    const elsewhere = await portalOf(pensionPortal, (_, response) => void response.end('<html>'));
    await expect(elsewhere.signIn(credentials)).rejects.toThrow(code('E_PORTAL_BAD_ANSWER'));
  });
});

const bearerProfile = portalProfile.parse({
  name: 'Bearer',
  version: 1,
  login: {
    kind: 'json-bearer',
    path: '/v1/token',
    body: { login: { user: '{email}', secret: '{password}' } },
    token: 'data.access',
    identity: {
      path: '/v1/self',
      userId: 'data.id',
      tenantId: 'data.firm',
      mustChangePassword: 'data.fresh',
    },
  },
  passwordChange: { path: '/v1/self/password', method: 'PUT', body: { old: '{current}', new: '{next}' } },
  tenantAnchor: { bodyFields: ['firm'], queryFields: [], headers: [] },
  roles: [{ name: 'Owner', scope: 'tenant' }],
  tenantAdminRole: 'Owner',
  resources: [{ name: 'accounts', entity: 'accounts' }],
});

const bearer: RequestListener = (request, response) =>
  void textOf(request).then((body) => {
    const given = (body === '' ? {} : JSON.parse(body)) as Record<string, Record<string, string>>;
    if (request.url === '/v1/token') {
      const right = given['login']?.['secret'] === 'right + proper';
      return json(response, right ? 200 : 401, right ? { data: { access: 'abc' } } : { error: 'no' });
    }
    if (request.headers.authorization !== 'Bearer abc') return json(response, 401, {});
    if (request.method === 'PUT')
      return json(response, JSON.stringify(given['new']).length < 10 ? 422 : 204, undefined);
    return json(response, 200, { data: { id: 17, firm: 4, fresh: true } });
  });

describe('signing in for a bearer token', () => {
  test('yields a session and who it is, with numbers as text', async () => {
    const portal = await portalOf(bearerProfile, bearer);
    expect(await portal.signIn(credentials)).toMatchObject({
      ok: true,
      session: { kind: 'bearer', header: 'authorization', scheme: 'Bearer' },
      identity: { userId: '17', tenantId: '4' },
      mustChangePassword: true,
    });
  });

  test('is refused with wrong credentials', async () => {
    const portal = await portalOf(bearerProfile, bearer);
    expect(await portal.signIn(wrong)).toEqual({ ok: false, status: 401 });
  });

  test('an answer without a token is not a refusal', async () => {
    const portal = await portalOf(bearerProfile, (_, response) => json(response, 200, { data: {} }));
    await expect(portal.signIn(credentials)).rejects.toThrow(code('E_PORTAL_BAD_ANSWER'));
  });
});

describe('changing the password', () => {
  test('succeeds, or says that the portal refused the new one', async () => {
    const portal = await portalOf(bearerProfile, bearer);
    const signIn = await portal.signIn(credentials);
    if (!signIn.ok) throw new Error('refused');
    const change = { current: credentials.password, next: new Secret('long enough') };
    await expect(portal.changePassword(signIn.session, change)).resolves.toBeUndefined();
    await expect(
      portal.changePassword(signIn.session, { ...change, next: new Secret('short') }),
    ).rejects.toThrow(code('E_PORTAL_PASSWORD_REFUSED'));
  });

  test('a portal in trouble has not refused it', async () => {
    const portal = await portalOf(bearerProfile, (_, response) => json(response, 500, {}));
    const session = {
      kind: 'bearer',
      header: 'authorization',
      scheme: 'Bearer',
      token: new Secret('abc'),
    } as const;
    const change = { current: credentials.password, next: new Secret('long enough') };
    await expect(portal.changePassword(session, change)).rejects.toThrow(code('E_PORTAL_BAD_ANSWER'));
  });
});
