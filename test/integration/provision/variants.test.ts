import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { showLedger, verifyLedger } from '../../../src/shared/contract/ledger.contract.ts';
import { schemaVariants } from '../../../src/shared/model/schema-variant.ts';
import type { RunView } from '../../../src/shared/model/run.ts';
import { verifyPassword } from '../../../src/sandbox/portal/auth/password.ts';
import { newBroker } from '../../helpers/broker.ts';
import { connectedConsole, closeConsolesAfterAll, provision, stepOf } from '../../helpers/console.ts';
import { noGnupg, startGnupg, type Gnupg } from '../../helpers/gnupg.ts';
import { noPgBouncer, startPgBouncer, type PgBouncer } from '../../helpers/pgbouncer.ts';
import { signIn } from '../../helpers/portal-client.ts';
import { usePortal } from '../../helpers/sandbox.ts';
import { describeUnless } from '../../helpers/skip.ts';
import type { Console } from '../../../src/main/compose.ts';
import { useQuickProfile } from '../../helpers/quick-profile.ts';
import { actionsOf, rowCounts, tenantRows, type TenantRows } from './tenant-rows.ts';

const ways = [
  ['directly', undefined],
  ['through PgBouncer in transaction mode', noPgBouncer],
] as const;

describe.each(schemaVariants)('a broker on schema %s', (variant) => {
  for (const [way, noWay] of ways) {
    describeUnless(noWay ?? noGnupg, way, () => {
      const portal = usePortal({ variant });
      const quickly = useQuickProfile();
      closeConsolesAfterAll();
      let bouncer: PgBouncer | undefined;
      let gnupg: Gnupg;
      let console: Console;
      let run: RunView;
      let rows: TenantRows;
      let before: Readonly<Record<string, number>>;
      let password: string;
      const broker = newBroker();
      const { email } = broker.contact;

      beforeAll(async () => {
        gnupg = await startGnupg();
        const { port, consoleUser: user, consolePassword: secret } = portal().database;
        if (way !== 'directly') bouncer = await startPgBouncer({ port, users: [{ user, password: secret }] });
        console = await connectedConsole(portal(), { ...quickly(portal()), port: bouncer?.port ?? port });
        before = await rowCounts(portal());
        const openpgpKey = gnupg.makeKey({ email, madeAt: '20260101T000000' });
        run = await provision(console, { ...broker, handOver: { channel: 'openpgp', openpgpKey } });
        rows = await tenantRows(portal(), run.tenantId);
      });
      afterAll(async () => {
        await gnupg.stop();
        await bouncer?.stop();
      });

      test('is provisioned to the end, every check passed', () => {
        expect(run, JSON.stringify(run.steps)).toMatchObject({ state: 'completed', environment: 'sandbox' });
        const { items } = stepOf(run, 'pooled.complete-checklist').receipt as {
          items: { verdict: string }[];
        };
        expect(items.map(({ verdict }) => verdict)).toEqual(Array(10).fill('pass'));
      });

      test('has its row, its defaults and nothing else, under an id in the deployment’s format', () => {
        const bare = variant.startsWith('bare');
        expect(run.tenantId).toMatch(
          bare ? /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/ : /^brk_[0-9A-Z]{26}$/,
        );
        expect(rows.brokers).toMatchObject(
          bare ? [] : [{ legalName: broker.legalName, croNumber: broker.croNumber, contactEmail: email }],
        );
        expect(rows).toMatchObject({ employers: [], users: [{}] });
        expect(rows.templates.map(({ templateKey }) => templateKey)).toContain('member-enrolment');
        expect(rows.templates).toHaveLength(4);
        expect(rows.calendar).toHaveLength(4);
        const today = new Date().toISOString().slice(0, 10);
        for (const { dueOn } of rows.calendar) expect(String(dueOn) >= today).toBe(true);
      });

      test('has one administrator with an argon2id hash who must change the password', () => {
        const [admin] = rows.users;
        expect(admin).toMatchObject({
          email,
          role: 'BrokerAdmin',
          name: 'Órla Quay',
          mustChangePassword: true,
        });
        expect(admin?.['passwordHash']).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
        expect(String(admin?.['id'])).toMatch(/^[a-z][a-z0-9]{23}$/);
      });

      test('left no other row anywhere: what the check made is gone', async () => {
        const after = await rowCounts(portal());
        const grown = Object.entries(after).flatMap(([table, count]) =>
          count === before[table] ? [] : [[table, count - (before[table] ?? 0)]],
        );
        const broker = variant.startsWith('bare') ? {} : { brokers: 1 };
        expect(Object.fromEntries(grown)).toEqual({
          ...broker,
          ...{ users: 1, email_templates: 4, compliance_calendar: 4 },
        });
      });

      test('stands in the portal’s audit trail with the operator as actor, and anchors the ledger there', () => {
        const actor = `operator:${run.operator}`;
        const ours = rows.audit.filter(({ actorId }) => actorId === actor);
        expect(ours.map(({ action }) => action)).toEqual(['broker.provisioned', 'tenant-console.checkpoint']);
        expect(ours[0]).toMatchObject({
          entityId: run.tenantId,
          metadata: { runId: run.runId, made: stepOf(run, 'pooled.create-tenant').receipt },
        });
        expect(ours[1]).toMatchObject({
          metadata: { runId: run.runId, checkpoint: expect.stringContaining('/tenant-console/') as string },
        });
        expect(actionsOf(rows).length).toBeGreaterThan(2);
      });

      test('got one welcome e-mail, with address and login and without the password', () => {
        password = gnupg.decrypt(join(console.home, 'hand-over', `${run.runId}.hand-over.asc`));
        const mails = portal()
          .mail.list()
          .filter(({ to }) => to.includes(email));
        expect(mails).toHaveLength(1);
        expect(mails[0]?.text).toContain(portal().portal.url);
        expect(mails[0]?.text).toContain(email);
        expect(JSON.stringify(portal().mail.list())).not.toContain(password);
      });

      test('signs in with the password that GnuPG decrypts, and has to choose another first', async () => {
        expect(password).toMatch(/^[A-HJ-NP-Za-km-z2-9]{24}$/);
        expect(await verifyPassword(String(rows.users[0]?.['passwordHash']), password)).toBe(true);
        const admin = await signIn(portal().portal.url, { email, password });
        expect(admin.cookie).not.toBe('');
        expect(await admin.get('/api/me')).toMatchObject({
          status: 403,
          body: { error: 'PasswordChangeRequired' },
        });
      });

      test('leaves a ledger that verifies and holds neither password nor person', async () => {
        expect(await console.call(verifyLedger, {})).toMatchObject({ ok: true });
        const { entries } = await console.call(showLedger, { limit: 1000 });
        const text = JSON.stringify(entries);
        for (const secret of [password, email, 'Órla', broker.legalName]) expect(text).not.toContain(secret);
        expect(readFileSync(join(console.home, 'ledger.sqlite')).includes(email)).toBe(false);
      });
    });
  }
});
