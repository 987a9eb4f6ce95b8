import { sql } from 'kysely';
import type { TestPortal } from '../helpers/sandbox.ts';

/**
 * Gives the tenant so many members more, each with data of its own, in one of its schemes. As tidy as a table that has been there for a
 * while: otherwise whoever reads it first pays for that.
 */
export async function growMembers({ db }: TestPortal, tenantId: string, members: number): Promise<void> {
  await sql`insert into members (id, scheme_id, employer_id, status, first_name, last_name, email, phone, pps_number, date_of_birth, address, created_at, updated_at)
    select gen_random_uuid(), scheme.id, scheme.employer_id, 'active', 'Fionn' || n, 'Bench' || (n::bigint * 7919) % 1000003,
      'fionn.' || n || '@members.example', '+353 1 ' || lpad(n::text, 7, '0'), lpad(n::text, 7, '0') || 'W',
      date '1950-01-01' + (n % 18000), n || ' Quay Street, Galway', now(), now()
    from generate_series(1, ${members}) n,
      (select s.id, s.employer_id from schemes s join employers e on e.id = s.employer_id where e.broker_id = ${tenantId} order by s.id limit 1) scheme`.execute(
    db,
  );
  await sql`vacuum analyze members`.execute(db);
}
