import { describe, expect, test } from 'vitest';
import { schemaVariants } from '../../../src/sandbox/portal/schema/variant.ts';
import { signIn } from '../../helpers/portal-client.ts';
import { usePortal } from '../../helpers/sandbox.ts';

type Item = { readonly data: { readonly id: string } & Readonly<Record<string, unknown>> };

const employer = { name: 'Acme', registrationNumber: '1', contactName: 'A', contactEmail: 'a@acme.example' };

describe.each(schemaVariants)('the portal on the schema %s', (variant) => {
  const portal = usePortal({ variant });

  test('lets a BrokerAdmin work from employer to member, mails the member and audits it all', async () => {
    const {
      portal: { url },
      canary,
      mail,
      db,
    } = portal();
    const admin = await signIn(url, canary.admin);
    const { data: made } = (await admin.send('POST', '/api/employers', employer)).body as Item;
    expect(made).toMatchObject({ ...employer, brokerId: canary.brokerId });
    const scheme = { employerId: made.id, name: 'Plan', schemeType: 'DC', authorityNumber: 'PB1' };
    const { data: plan } = (await admin.send('POST', '/api/schemes', scheme)).body as Item;
    const member = {
      schemeId: plan.id,
      firstName: 'Ann',
      lastName: 'Lee',
      email: 'ann@acme.example',
      dateOfBirth: '1980-02-29',
    };
    const enrolled = await admin.send('POST', '/api/members', member);
    expect(enrolled.status).toBe(201);
    expect(mail.list()).toMatchObject([{ to: ['ann@acme.example'] }]);
    const { data: ann } = enrolled.body as Item;
    expect(ann).toMatchObject({ ...member, employerId: made.id });
    const renamed = await admin.send('PATCH', `/api/members/${ann.id}`, { lastName: 'Li' });
    expect(renamed.body).toMatchObject({ data: { ...member, lastName: 'Li' } });
    for (const path of [`/api/members/${ann.id}`, `/api/schemes/${plan.id}`, `/api/employers/${made.id}`]) {
      expect((await admin.send('DELETE', path)).status).toBe(204);
    }
    const trail = await db.selectFrom('audit_logs').select(['action', 'tenantId']).execute();
    expect(trail.map(({ action }) => action).sort()).toEqual(
      [
        'user.signed-in',
        'employer.created',
        'scheme.created',
        'member.created',
        'member.notified',
        'member.updated',
        'member.deleted',
        'scheme.deleted',
        'employer.deleted',
      ].sort(),
    );
    expect(new Set(trail.map(({ tenantId }) => tenantId))).toEqual(new Set([canary.brokerId]));
  });
});
