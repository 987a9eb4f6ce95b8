import { encode } from '@auth/core/jwt';
import { describe, expect, test } from 'vitest';
import { portalClient, signIn } from '../../helpers/portal-client.ts';
import { usePortal } from '../../helpers/sandbox.ts';

describe('a session of the portal', () => {
  const portal = usePortal();
  const url = () => portal().portal.url;

  test('is needed for everything but health and sign-in', async () => {
    const nobody = portalClient(url());
    expect((await nobody.get('/api/health')).status).toBe(200);
    for (const path of [
      '/api/employers',
      '/api/me',
      '/api/admin/audit',
      '/api/no-such-thing',
      '/api/employers/x',
    ]) {
      expect(await nobody.get(path)).toMatchObject({ status: 401, body: { error: 'Unauthorized' } });
    }
  });

  test('is opened with the right password and an address in any case', async () => {
    const { email, password } = portal().canary.admin;
    const admin = await signIn(url(), { email: email.toUpperCase(), password });
    expect((await admin.get('/api/me')).body).toMatchObject({
      data: { role: 'BrokerAdmin', brokerId: portal().canary.brokerId },
    });
    expect((await admin.get('/api/auth/session')).body).toMatchObject({
      user: { role: 'BrokerAdmin', email },
    });
  });

  test.for(['wrong password', ''])('is not opened with the password "%s"', async (password) => {
    const visitor = await signIn(url(), { email: portal().canary.admin.email, password });
    expect(visitor.cookie).toBe('');
  });

  test('is not opened without the CSRF token', async () => {
    const { email, password } = portal().canary.admin;
    const body = new URLSearchParams({ email, password, csrfToken: 'f'.repeat(64) });
    const response = await fetch(`${url()}/api/auth/callback/credentials`, {
      method: 'POST',
      body,
      redirect: 'manual',
    });
    expect(response.headers.get('location')).toContain('MissingCSRF');
    expect(response.headers.getSetCookie().join()).not.toContain('session-token');
  });

  test('does not survive a changed character, another key or no encryption', async () => {
    const { cookie } = await signIn(url(), portal().canary.admin);
    const token = cookie.split('=')[1] ?? '';
    const salt = 'authjs.session-token';
    const foreign = await encode({
      secret: 'x'.repeat(32),
      salt,
      token: { userId: 'someone', passwordMark: 'x' },
    });
    const plain = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{"userId":"x"}').toString('base64url')}.`;
    const last = token.length - 5;
    const tampered = token.slice(0, last) + (token[last] === 'A' ? 'B' : 'A') + token.slice(last + 1);
    for (const forged of [tampered, foreign, plain, 'x', '']) {
      expect((await portalClient(url(), `${salt}=${forged}`).get('/api/me')).status).toBe(401);
    }
  });

  test('ends when the user is disabled, and no new one is opened', async () => {
    const { superAdmin, canary } = portal();
    const user = canary.users.find(({ role }) => role === 'BrokerUser')!;
    const [platform, client] = await Promise.all([superAdmin, user].map((login) => signIn(url(), login)));
    const { body } = await client!.get('/api/me');
    const { userId } = (body as { data: { userId: string } }).data;
    expect((await platform!.send('PATCH', `/api/admin/users/${userId}`, { role: 'Disabled' })).status).toBe(
      200,
    );
    expect((await client!.get('/api/me')).status).toBe(401);
    expect((await signIn(url(), user)).cookie).toBe('');
  });

  test('allows nothing but a new password while that is asked for; the new password ends the session', async () => {
    const { superAdmin, canary, db } = portal();
    const platform = await signIn(url(), superAdmin);
    const login = { email: 'New@Broker.example', password: 'temporary password' };
    const made = { ...login, name: 'New', role: 'BrokerAdmin', brokerId: canary.brokerId };
    expect((await platform.send('POST', '/api/admin/users', made)).status).toBe(201);
    const user = await signIn(url(), login);
    for (const path of ['/api/employers', '/api/me']) {
      expect(await user.get(path)).toMatchObject({ status: 403, body: { error: 'PasswordChangeRequired' } });
    }
    const change = (currentPassword: string, newPassword: string) =>
      user.send('POST', '/api/account/password', { currentPassword, newPassword });
    expect((await change('wrong', 'a new long password')).status).toBe(400);
    expect((await change(login.password, 'short')).status).toBe(400);
    expect((await change(login.password, login.password)).status).toBe(400);
    expect((await change(login.password, 'a new long password')).status).toBe(204);
    expect((await user.get('/api/me')).status).toBe(401);
    const again = await signIn(url(), { ...login, password: 'a new long password' });
    expect((await again.get('/api/employers')).status).toBe(200);
    const trail = await db
      .selectFrom('audit_logs')
      .select('action')
      .where('action', '=', 'user.password-changed')
      .execute();
    expect(trail).toHaveLength(1);
  });
});
