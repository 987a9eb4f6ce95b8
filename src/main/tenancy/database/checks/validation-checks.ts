import { z } from 'zod';
import { withServer } from '../database-context.ts';
import { secretNameOf } from '../intake.ts';
import { jobPhases } from '../job.ts';
import { askAdminApi, platformPaths } from '../platform-api.ts';
import { listSchemas } from '../statements/tenant.statements.ts';
import type { Check } from './check.ts';
import { tryFirstSignIn } from './first-sign-in.ts';
import { inTenant } from './tenant-facts.ts';

const job = z.object({ status: z.string(), phases: z.array(z.object({ phase: z.string() })) });

/** The six validation checks of source 4 (D11), and what a database of one's own has to keep apart. */
export const validationChecks: readonly Check[] = [
  {
    id: 'function.job.complete',
    title: 'The job API shows the provisioning complete, with all its phases',
    owasp: 'API9:2023',
    actor: 'operator',
    expectation: 'status complete, all phases present',
    look: async ({ ports }, { activation }) => {
      if (typeof activation?.runId !== 'string') return 'the audit trail names no run';
      const { status, json } = await askAdminApi(ports, platformPaths.job(activation.runId));
      const told = job.safeParse(json).data;
      if (status !== 200 || told === undefined) return `answered ${status}`;
      const missing = jobPhases.filter((phase) => !told.phases.some((each) => each.phase === phase));
      if (missing.length > 0) return `phases missing: ${missing.join(', ')}`;
      return told.status === 'complete' ? undefined : `status ${told.status}`;
    },
  },
  {
    id: 'integrity.master.active',
    title: 'The master database has the tenant, active',
    owasp: 'API9:2023',
    actor: 'operator',
    expectation: 'status=active',
    look: (_, { row }) => Promise.resolve(row.status === 'active' ? undefined : `status ${row.status}`),
  },
  {
    id: 'audit.master.provisioned',
    title: 'The platform’s audit trail says who provisioned it',
    owasp: 'API9:2023',
    actor: 'operator',
    expectation: 'event_type=TENANT_PROVISIONED with the operator’s id',
    look: (_, { activation }) =>
      Promise.resolve(activation?.platformUserId ? undefined : 'no such row with an operator'),
  },
  {
    id: 'integrity.secret.url',
    title: 'The secret store holds the tenant’s connection',
    owasp: 'API8:2023',
    actor: 'operator',
    expectation: 'a postgres:// URL of the tenant’s own role and database',
    look: (_, { url, slug, row }) => {
      if (url === undefined) return Promise.resolve(`no secret ${secretNameOf(slug)}`);
      const read = URL.parse(url.reveal());
      const own = read?.username === row.databaseName && read.pathname === `/${row.databaseName}`;
      return Promise.resolve(
        own && read.protocol === 'postgres:' ? undefined : 'another role or another database',
      );
    },
  },
  {
    id: 'function.database.schemas',
    title: 'The tenant’s role signs in to its database and sees its schemas',
    owasp: 'API8:2023',
    actor: 'tenant',
    expectation: 'signs in, and the migrated schemas are there',
    look: async (ctx, facts) => {
      const schemas = await inTenant(ctx, facts, (tenant) => tenant.read((tx) => tx.run(listSchemas, {})));
      return schemas.length > 0 ? undefined : 'there is no schema';
    },
  },
  {
    id: 'session.sign-in.first',
    title: 'A first sign-in succeeds, and the password has to be set',
    owasp: 'API2:2023',
    actor: 'anonymous',
    expectation: 'a wrong link is refused, the right one asks for a password, and opens once',
    look: tryFirstSignIn,
  },
  {
    id: 'read.server.others',
    title: 'The tenant’s role reaches no other database and no list of them',
    owasp: 'API1:2023',
    actor: 'tenant',
    expectation: 'refused by every other database of its server, the master among them',
    look: async ({ ports }, { server, url }) => {
      if (server === undefined || url === undefined) return 'its server or its connection is not known';
      const placed = { server: server.name, adminSecretRef: server.adminSecretRef };
      const reached = await withServer({ ports }, placed, (each) => each.probe(url));
      return reached.length === 0 ? undefined : reached.join(', ');
    },
  },
];
