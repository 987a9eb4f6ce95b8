import type { Kysely } from 'kysely';
import type { PortalDatabase } from '../schema/portal-database.ts';

export type UserRow = {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string;
  /** A role, or `Disabled`. */
  readonly role: string;
  readonly brokerId: string | null;
  readonly employerId: string | null;
  readonly memberId: string | null;
  readonly mustChangePassword: boolean;
};

type UserTables = { readonly users: UserRow };

const typed = (db: PortalDatabase) => db as unknown as Kysely<UserTables>;

/** E-mail addresses are kept in lower case, so there is one user for each however it is typed. */
export const findUserByEmail = (db: PortalDatabase, email: string): Promise<UserRow | undefined> =>
  typed(db)
    .selectFrom('users')
    .selectAll()
    .where('email', '=', email.trim().toLowerCase())
    .executeTakeFirst();

export const findUser = (db: PortalDatabase, id: string): Promise<UserRow | undefined> =>
  typed(db).selectFrom('users').selectAll().where('id', '=', id).executeTakeFirst();
