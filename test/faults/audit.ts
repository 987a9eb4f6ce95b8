import type { TestPortal } from '../helpers/sandbox.ts';
import type { Broker } from './brokers.ts';
import type { End } from './journey.ts';
import type { Verdict } from './verdict.ts';

type Counts = Readonly<Record<string, number>>;

const whole: Counts = {
  brokers: 1,
  users: 1,
  email_templates: 4,
  compliance_calendar: 4,
  employers: 0,
  blobs: 0,
  welcome: 1,
  provisioned: 1,
  anchored: 1,
};

const nothing: Counts = {
  brokers: 0,
  users: 0,
  email_templates: 0,
  compliance_calendar: 0,
  employers: 0,
  blobs: 0,
};

/** Looks behind the console's back, as the owner of the tables, at everything that is there of one broker. */
export async function auditBroker(portal: TestPortal, of: Broker, end: End): Promise<Verdict> {
  const found = await countsOf(portal, of);
  const wanted = end === 'completed' ? whole : nothing;
  const differing = (is: (found: number, wanted: number) => boolean) =>
    Object.entries(wanted)
      .filter(([what, count]) => is(found[what] ?? 0, count))
      .map(([what, count]) => `${of.tenantId} ${end}: ${found[what]} ${what}, not ${count}`);
  const mailed = found['welcome'] ?? 0;
  return {
    orphans: end === 'completed' ? [] : differing((is, should) => is > should),
    doubles: [
      ...(end === 'completed' ? differing((is, should) => is > should) : []),
      ...(end !== 'completed' && mailed > 1 ? [`${of.tenantId} ${end}: ${mailed} welcome mails`] : []),
    ],
    lies:
      end === 'completed'
        ? differing((is, should) => is < should)
        : found['provisioned'] === found['takenBack']
          ? []
          : [
              `${of.tenantId} ${end}: the audit trail tells of ${found['provisioned']} made, ${found['takenBack']} taken back`,
            ],
    unresolved: [],
  };
}

const owned = ['users', 'email_templates', 'compliance_calendar', 'employers'] as const;

async function countsOf({ db, mail, blob }: TestPortal, { tenantId, contact }: Broker): Promise<Counts> {
  const count = async (table: (typeof owned)[number] | 'brokers', column: string) => {
    const rows = await db.selectFrom(table).select('id').where(column, '=', tenantId).execute();
    return [table, rows.length] as const;
  };
  const rows = await Promise.all([count('brokers', 'id'), ...owned.map((table) => count(table, 'brokerId'))]);
  const trail = await db.selectFrom('audit_logs').select('action').where('tenantId', '=', tenantId).execute();
  const acted = (action: string) => trail.filter((row) => row.action === action).length;
  const mails = mail.list().filter(({ to }) => to.includes(contact.email)).length;
  return {
    ...Object.fromEntries(rows),
    blobs: blob.store.list(`${tenantId}/`).length,
    welcome: mails,
    provisioned: acted('broker.provisioned'),
    takenBack: acted('broker.provisioning_rolled_back'),
    anchored: acted('tenant-console.checkpoint'),
  };
}
