import { createHash } from 'node:crypto';
import type { TestPortal } from './sandbox.ts';

const tables = [
  ...['brokers', 'employers', 'schemes', 'members', 'users', 'contributions', 'fund_choices'],
  ...['key_function_holders', 'written_policies', 'ora_reports', 'documents', 'email_templates'],
  ...['compliance_calendar', 'audit_logs'],
] as const;

/** One hash over every row of every tenant but this one, in the order of their ids. */
export async function rowHashes({ db, variant }: TestPortal, except: string): Promise<string> {
  const below = async (table: 'schemes' | 'members', column: string, parents: readonly string[]) =>
    parents.length === 0
      ? []
      : idsOf(await db.selectFrom(table).select('id').where(column, 'in', parents).execute());
  const employers = idsOf(
    await db.selectFrom('employers').select('id').where('brokerId', '=', except).execute(),
  );
  const schemes = await below('schemes', 'employerId', employers);
  const members = await below('members', 'schemeId', schemes);
  const theirs = new Set([except, ...employers, ...schemes, ...members]);
  const hash = createHash('sha256');
  for (const table of tables) {
    if (table === 'brokers' && variant.startsWith('bare')) continue;
    const rows = await db.selectFrom(table).selectAll().orderBy('id').execute();
    for (const row of rows) {
      const belongs = ['id', 'brokerId', 'tenantId', 'employerId', 'schemeId', 'memberId'];
      // Signing in leaves a time on whoever signed in; the console signs in as nobody else's user.
      if (!belongs.some((key) => theirs.has(String(row[key])))) hash.update(JSON.stringify([table, row]));
    }
  }
  return hash.digest('hex');
}

const idsOf = (rows: readonly Record<string, unknown>[]): readonly string[] =>
  rows.map(({ id }) => String(id));
