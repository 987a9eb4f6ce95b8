import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { pensionPortal } from '../../../../src/main/isolation/profiles/pension-portal.profile.ts';
import { portalProfile, type PortalProfileFile } from '../../../../src/shared/model/portal-profile.ts';
import { placeholdersIn } from '../../../../src/shared/model/portal-template.ts';

const smallest: PortalProfileFile = {
  name: 'Small',
  version: 1,
  login: {
    kind: 'json-bearer',
    path: '/login',
    body: { user: '{email}', pass: '{password}' },
    token: 'token',
  },
  tenantAnchor: { bodyFields: [], queryFields: [], headers: [] },
  roles: [{ name: 'Admin', scope: 'tenant' }],
  tenantAdminRole: 'Admin',
  resources: [{ name: 'firms', entity: 'firms' }],
};

const faults = (change: object) =>
  portalProfile.safeParse({ ...smallest, ...change }).error?.issues.map(({ message }) => message);

describe('a portal profile', () => {
  test('needs little: what has a usual value is filled in', () => {
    const { login, denial, resources } = portalProfile.parse(smallest);
    expect(login).toMatchObject({ method: 'POST', header: 'authorization', scheme: 'Bearer' });
    expect(denial).toEqual({ statuses: [401, 403, 404], emptyIsDenial: true, noSession: [401] });
    expect(resources[0]).toMatchObject({ idField: 'id', nested: [] });
  });

  test('is refused when its names do not fit together', () => {
    const orphan = { name: 'plans', entity: 'plans', parent: { resource: 'nowhere', field: 'x' } };
    expect(faults({ resources: [orphan] })).toEqual(['no earlier resource is called nowhere']);
    const twice = { name: 'firms', entity: 'firms' };
    expect(faults({ resources: [twice, twice] })).toEqual(['firms occurs twice']);
    expect(faults({ tenantAdminRole: 'Nobody' })).toEqual(['is not among the roles']);
  });

  test('is refused when the suite could make what it could not remove', () => {
    const letters = { name: 'letters', entity: 'letters', create: { path: '/letters', body: {} } };
    expect(faults({ resources: [letters] })).toEqual([
      'letters can be made, and not removed again: leave its create out',
    ]);
  });

  test('is refused with a key it does not know, so that a slip of the pen is seen', () => {
    expect(faults({ resourcs: [] })).toEqual([expect.stringContaining('resourcs')]);
  });

  test('can be published as a JSON Schema', () => {
    const schema = z.toJSONSchema(portalProfile, { io: 'input' });
    expect(schema.required).toEqual(expect.arrayContaining(['login', 'resources', 'roles']));
  });
});

describe("PensionPortal's profile", () => {
  const known = ['id', 'marker', 'unique', 'email', 'term', 'today', 'tenantId', 'userId'];

  test('uses only placeholders that a resource before it or the suite can fill', () => {
    const earlier: string[] = [...known];
    for (const resource of pensionPortal.resources) {
      const used = placeholdersIn(resource);
      expect(
        used.filter((each) => !earlier.includes(each)),
        resource.name,
      ).toEqual([]);
      earlier.push(`${resource.name}.id`);
    }
  });

  test('knows the role hierarchy and every resource of the sources', () => {
    expect(pensionPortal.roles.map(({ name }) => name)).toEqual([
      'SuperAdmin',
      'BrokerAdmin',
      'BrokerUser',
      'EmployerAdmin',
      'EmployerUser',
      'Member',
    ]);
    expect(pensionPortal.resources.map(({ entity }) => entity)).toEqual([
      'employers',
      'schemes',
      'members',
      'key_function_holders',
      'written_policies',
      'ora_reports',
      'contributions',
      'documents',
      'fund_choices',
      'compliance_calendar',
      'email_templates',
      'users',
    ]);
  });
});
