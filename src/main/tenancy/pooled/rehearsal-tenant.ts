import type { Connection } from '../../../shared/model/connection.ts';
import type { TenantDatabase } from '../../ports/database.port.ts';
import type { IdSource } from '../../ports/id-source.port.ts';
import { complianceCalendar, emailTemplates } from './defaults.ts';
import { newId } from './new-id.ts';
import type { PooledSchema } from './schema.ts';
import { statementsFor } from './statements/index.ts';

type Parts = {
  readonly database: TenantDatabase<PooledSchema>;
  readonly connection: Pick<Connection, 'idFormats'>;
  readonly ids: IdSource;
};

/** A password hash that no password has: nobody signs in as this administrator. */
const NOBODY = '!';

/** Brings a fictitious broker to life in a sandbox, with its defaults, to try the detector on. Answers with its id. */
export async function rehearsalTenant({ database, connection, ids }: Parts): Promise<string> {
  const { insertTenant, hasBrokers } = statementsFor(database.map);
  const tenantId = hasBrokers ? newId(ids, connection, 'tenant') : ids.uuid();
  const unique = ids.cuid2();
  const email = `${unique}@rehearsal.invalid`;
  const broker = {
    legalName: `Rehearsal ${unique}`,
    croNumber: unique.slice(0, 7),
    contactName: 'Rehearsal',
    contactEmail: email,
    plan: 'rehearsal',
    whiteLabel: null,
  };
  const audit = {
    id: ids.uuid(),
    actorId: 'tenant-console',
    action: 'broker.rehearsed',
    entityType: 'broker',
    entityId: tenantId,
    tenantId,
    metadata: '{}',
  };
  await database.write((tx) =>
    tx.run(insertTenant, {
      tenantId,
      broker,
      admin: { id: newId(ids, connection, 'user'), email, name: 'Rehearsal', passwordHash: NOBODY },
      templates: emailTemplates.map((template) => ({ id: ids.uuid(), ...template })),
      calendar: complianceCalendar.map(({ title, description, recurrence }) => ({
        id: ids.uuid(),
        title,
        description,
        dueOn: '2030-01-31',
        recurrence,
      })),
      audit,
    }),
  );
  return tenantId;
}
