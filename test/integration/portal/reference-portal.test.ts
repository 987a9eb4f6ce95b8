import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { portalsOverHttp } from '../../../src/main/adapters/portal/portal.adapter.ts';
import { systemClock } from '../../../src/main/adapters/system/system-clock.adapter.ts';
import { pensionPortal } from '../../../src/main/isolation/profiles/pension-portal.profile.ts';
import type { Portal, PortalSession } from '../../../src/main/ports/portal.port.ts';
import {
  fillBody,
  fillPath,
  readPointer,
  type TemplateValues,
} from '../../../src/shared/model/portal-template.ts';
import type { PortalResource } from '../../../src/shared/model/portal-profile.ts';
import { Secret } from '../../../src/shared/model/secret.ts';
import { startTestPortal, type TestPortal } from '../../helpers/sandbox.ts';

const next = new Secret('another passphrase 42');

describe("PensionPortal's profile on the reference portal", () => {
  let reference: TestPortal;
  let portal: Portal;
  let session: PortalSession;
  const values: Record<string, string | number> = {
    marker: 'profile-test',
    unique: 'a1b2c3d4',
    email: 'profile-test@firm.example',
    today: '2026-01-05',
    term: 'profile-test',
  };

  beforeAll(async () => {
    reference = await startTestPortal();
    portal = portalsOverHttp({ clock: systemClock })(pensionPortal, reference.portal.url);
    session = await signedIn(reference.canary.admin);
  });
  afterAll(async () => {
    portal.close();
    await reference.close();
  });

  async function signedIn({ email, password }: { email: string; password: string }): Promise<PortalSession> {
    const signIn = await portal.signIn({ email, password: new Secret(password) });
    if (!signIn.ok) throw new Error(`refused with ${signIn.status}`);
    expect(signIn.mustChangePassword).toBe(false);
    return signIn.session;
  }

  const call = (route: { path: string; method?: string; body?: unknown }, with_: TemplateValues = values) =>
    portal.request(session, {
      method: route.method ?? 'GET',
      path: fillPath(route.path, with_),
      ...(route.body === undefined ? {} : { body: fillBody(route.body, with_) }),
    });

  test('the canary signs in as who it is, and with a wrong password not at all', async () => {
    const { email, password } = reference.canary.admin;
    expect(await portal.signIn({ email, password: new Secret(password) })).toMatchObject({
      ok: true,
      identity: { role: pensionPortal.tenantAdminRole, tenantId: reference.canary.brokerId },
    });
    expect(await portal.signIn({ email, password: new Secret('wrong') })).toMatchObject({ ok: false });
  });

  test.each(pensionPortal.resources.map((resource) => [resource.name, resource] as const))(
    'every route of %s answers as the profile says',
    async (name, resource) => {
      const id = await someId(resource);
      values[`${name}.id`] = id;
      const own = { ...values, id };

      for (const list of [...(resource.list ? [resource.list] : []), ...resource.nested]) {
        const answer = await call(list);
        expect(answer.status, list.path).toBe(200);
        expect(JSON.stringify(readPointer(answer.json, list.envelope)), list.path).toContain(id);
        expect(readPointer(answer.json, list.total!), list.path).toBeTypeOf('number');
      }
      if (resource.item !== undefined) {
        const { json } = await call(resource.item, own);
        expect(readPointer(json, `${resource.item.envelope}.${resource.idField}`)).toBe(id);
        if (resource.fileUrl !== undefined)
          expect(readPointer(json, `data.${resource.fileUrl}`)).toMatch(/^http/);
      }
      for (const write of [resource.update, resource.replace])
        if (write !== undefined) expect((await call(write, own)).status, write.method).toBe(200);
    },
  );

  /** A new object's id, or of what cannot be made the id of the first there is. */
  async function someId({ create, list, idField }: PortalResource): Promise<string> {
    const answer = await call(create ?? list!);
    expect(answer.status, answer.text).toBe(create === undefined ? 200 : 201);
    return readPointer(
      answer.json,
      create === undefined ? `data.0.${idField}` : `${create.envelope}.${idField}`,
    ) as string;
  }

  test('every view and the assistant answer, and the search finds what was made', async () => {
    for (const view of pensionPortal.views) {
      const answer = await call(view);
      expect(answer.status, view.name).toBe(200);
      expect(readPointer(answer.json, view.envelope), view.name).toBeDefined();
      if (view.kind === 'search') expect(answer.text).toContain(values['employers.id']);
    }
    const { assistant } = pensionPortal;
    expect(readPointer((await call(assistant!)).json, assistant!.answer)).toBeTypeOf('string');
  });

  test('what is open to everybody is, and what is for the highest role alone denies', async () => {
    for (const path of pensionPortal.anonymousPaths)
      expect((await portal.request('anonymous', { method: 'GET', path })).status, path).toBe(200);
    for (const path of pensionPortal.systemPaths) {
      const answer = await portal.request(session, { method: 'GET', path });
      expect(pensionPortal.denial.statuses, path).toContain(answer.status);
    }
    const anonymous = await portal.request('anonymous', { method: 'GET', path: '/api/employers' });
    expect(pensionPortal.denial.noSession).toContain(anonymous.status);
  });

  test('what was made can be removed again, children first', async () => {
    for (const { name, delete: removal } of pensionPortal.resources.toReversed())
      if (removal !== undefined)
        expect((await call(removal, { ...values, id: values[`${name}.id`]! })).status, name).toBe(204);
  });

  test('a first sign-in is told to change the password, does so, and the old session ends', async () => {
    const { email, password } = reference.canary.admin;
    await reference.db
      .updateTable('users')
      .set({ mustChangePassword: true })
      .where('email', '=', email)
      .execute();
    const first = await portal.signIn({ email, password: new Secret(password) });
    expect(first).toMatchObject({ ok: true, mustChangePassword: true, identity: { role: 'BrokerAdmin' } });
    if (!first.ok) return;
    const change = { current: new Secret(password), next };
    await expect(
      portal.changePassword(first.session, { ...change, next: new Secret('short') }),
    ).rejects.toMatchObject({
      code: 'E_PORTAL_PASSWORD_REFUSED',
    });
    await portal.changePassword(first.session, change);
    expect((await portal.request(first.session, { method: 'GET', path: '/api/me' })).status).toBe(401);
    expect(await portal.signIn({ email, password: next })).toMatchObject({
      ok: true,
      mustChangePassword: false,
    });
  });
});
