import { randomUUID } from 'node:crypto';
import { insertRows } from '../../src/sandbox/seed/insert-rows.ts';
import type { TestPortal } from '../helpers/sandbox.ts';

/** Stands in everything that is known of this broker's people, and nowhere else: firms and schemes keep their names. */
export const markOf = (number: number): string => `Leaver${String(number).padStart(6, '0')}`;

/** How many rows `peopleOf` finds of such a broker. */
export const LEAVER_ROWS = 6;

/** A small broker that has been at work for a while, put there behind the console's back. */
export async function makeLeaver(
  { db, variant }: TestPortal,
  number: number,
): Promise<{ readonly tenantId: string }> {
  const mark = markOf(number);
  const email = (who: string) => `${who}.${mark.toLowerCase()}@leaver.example`;
  const since = new Date('2026-01-01T09:00:00Z');
  const stamp = { createdAt: since, updatedAt: since };
  const tenantId = `brk_LEAVE${String(number).padStart(8, '0')}`;
  const [employerId, schemeId] = [randomUUID(), `sch_LEAVE${number}`];
  const firm = { name: `Brokers ${number}`, legalName: `Brokers ${number} Ltd`, plan: 'standard' };
  const office = { contactName: `Ada ${mark}`, contactEmail: email('office') };
  const cro = { croNumber: String(2_000_000 + number), status: 'active', subdomain: null };
  const employer = { name: `Employer ${number}`, registrationNumber: '17', address: null };
  const contact = { contactName: `Ben ${mark}`, contactEmail: email('ben'), phone: '+353 1 555 0100' };
  const scheme = {
    name: `Scheme ${number}`,
    schemeType: 'DC',
    authorityNumber: 'PB1',
    status: 'active',
  };
  const person = { firstName: 'Cara', lastName: mark, email: email('cara'), phone: '+353 1 555 0101' };
  const known = {
    ppsNumber: `${1_000_000 + number}T`,
    dateOfBirth: '1980-02-03',
    address: `2 ${mark} Street`,
  };
  const unbound = { employerId: null, memberId: null, lastLoginAt: null, mustChangePassword: false };
  const member = { id: randomUUID(), schemeId, employerId, status: 'active' };
  await insertRows(db, variant, {
    brokers: [{ id: tenantId, ...firm, ...office, ...cro, ...stamp }],
    employers: [{ id: employerId, brokerId: tenantId, ...employer, ...contact, ...stamp }],
    schemes: [{ id: schemeId, employerId, brokerId: tenantId, ...scheme, ...stamp }],
    members: [{ ...member, brokerId: tenantId, ...person, ...known, ...stamp }],
    users: ['BrokerAdmin', 'BrokerUser'].map((role) => ({
      ...{ id: `usr_${role}${number}`, email: email(role.toLowerCase()), name: `Dan ${mark}`, role },
      ...{ passwordHash: 'nobody signs in', brokerId: tenantId, ...unbound, ...stamp },
    })),
  });
  return { tenantId };
}

/** Rows of the broker's firm and of everybody in it. */
export async function peopleOf({ db }: TestPortal, tenantId: string): Promise<readonly unknown[]> {
  const brokers = await db.selectFrom('brokers').selectAll().where('id', '=', tenantId).execute();
  const owned = (table: 'employers' | 'users') =>
    db.selectFrom(table).selectAll().where('brokerId', '=', tenantId).orderBy('id').execute();
  const [employers, users] = await Promise.all([owned('employers'), owned('users')]);
  const below = async (table: 'schemes' | 'members', column: string, ids: readonly unknown[]) =>
    ids.length === 0 ? [] : db.selectFrom(table).selectAll().where(column, 'in', ids).orderBy('id').execute();
  const schemes = await below('schemes', 'employerId', idsOf(employers));
  const members = await below('members', 'schemeId', idsOf(schemes));
  return [brokers, employers, schemes, members, users].flat();
}

const idsOf = (rows: readonly Readonly<Record<string, unknown>>[]): readonly unknown[] =>
  rows.map(({ id }) => id);
