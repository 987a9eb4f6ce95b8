import { randomBytes, randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import { resources, fundChoices } from '../../../../src/sandbox/portal/services/resources.ts';
import type { Resource } from '../../../../src/sandbox/portal/services/resource.ts';
import { anchorColumn, scopedQuery } from '../../../../src/sandbox/portal/services/scoped-query.ts';
import { hasBrokers } from '../../../../src/sandbox/portal/schema/variant.ts';
import type { TableName } from '../../../../src/sandbox/portal/schema/tables.ts';
import { portalClient, signIn, type PortalClient } from '../../../helpers/portal-client.ts';
import type { TestLogin, TestPortal } from '../../../helpers/sandbox.ts';

export type Row = Readonly<Record<string, unknown>> & { readonly id: string };

/** Shows a leak by plain HTTP: true when something shows that the clean portal does not show. */
export type Demonstration = (world: World) => Promise<boolean>;
export type Demonstrations = Readonly<Record<string, Demonstration>>;

/** A portal as the canary's people meet it, with another tenant whose things they must not reach. */
export type World = {
  readonly portal: TestPortal;
  readonly url: string;
  readonly tenantId: string;
  readonly foreignTenantId: string;
  readonly anonymous: PortalClient;
  readonly admin: PortalClient;
  readonly foreignAdmin: PortalClient;
  readonly as: (role: string) => PortalClient;
  /** A row of the tenant or of the other one, another one with each call. */
  readonly own: (name: string) => Promise<Row>;
  readonly foreign: (name: string) => Promise<Row>;
  /** The first of the other tenant's rows. */
  readonly eldest: (name: string) => Promise<Row>;
  readonly row: (table: string, id: string) => Promise<Row | undefined>;
  /** A user of one's own to sign in with, in a tenant that exists or in a new one. */
  readonly newUser: (tenantId: string, role?: string) => Promise<TestLogin & { readonly id: string }>;
  readonly newTenant: () => Promise<string>;
};

export const tableOf = (name: string): TableName => resourceOf(name).table;

const resourceOf = (name: string): Resource => {
  const all: readonly Resource[] = [...resources, fundChoices];
  return all.find((each) => each.name === name)!;
};

export async function openWorld(portal: TestPortal): Promise<World> {
  const { db, canary } = portal;
  const { url } = portal.portal;
  const tenantId = canary.brokerId;
  const [other] = await db
    .selectFrom('employers')
    .select('brokerId')
    .where('brokerId', '!=', tenantId)
    .orderBy('createdAt')
    .limit(1)
    .execute();
  const foreignTenantId = other!.brokerId as string;
  const newUser = userMaker(portal);
  const people = await Promise.all(
    canary.users.map(async (user) => [user.role, await signIn(url, user)] as const),
  );
  const clients = new Map(people);
  return {
    portal,
    url,
    tenantId,
    foreignTenantId,
    anonymous: portalClient(url),
    admin: clients.get('BrokerAdmin')!,
    foreignAdmin: await signIn(url, await newUser(foreignTenantId)),
    as: (role) => clients.get(role)!,
    own: inTurn(portal, tenantId),
    foreign: inTurn(portal, foreignTenantId),
    eldest: async (name) => (await rowsOf(portal, name, foreignTenantId))[0]!,
    row: (table, id) => rowOf(portal, table, id),
    newUser,
    newTenant: () => newTenant(portal),
  };
}

async function rowsOf({ db }: TestPortal, name: string, tenantId: string): Promise<readonly Row[]> {
  const resource = resourceOf(name);
  const rows = await scopedQuery(db, resource, {})
    .where(anchorColumn(resource), '=', tenantId)
    .selectAll(resource.table)
    .orderBy(`${resource.table}.createdAt`)
    .orderBy(`${resource.table}.id`)
    .execute();
  return rows as unknown as readonly Row[];
}

/** Hands out the rows of a tenant one after the other, and begins anew when they are used up. */
function inTurn(portal: TestPortal, tenantId: string) {
  const used = new Map<string, number>();
  return async (name: string): Promise<Row> => {
    const rows = await rowsOf(portal, name, tenantId);
    const at = used.get(name) ?? 0;
    used.set(name, at + 1);
    return rows[at % rows.length]!;
  };
}

async function rowOf({ db }: TestPortal, table: string, id: string): Promise<Row | undefined> {
  const found = await (db as unknown as Kysely<Record<string, Row>>)
    .selectFrom(table)
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  return found as Row | undefined;
}

/** Users with the password of the canary's: their hash is copied, which saves the time of making one. */
function userMaker({ db, canary }: TestPortal): World['newUser'] {
  return async (brokerId, role = 'BrokerAdmin') => {
    const like = await db
      .selectFrom('users')
      .selectAll()
      .where('email', '=', canary.admin.email)
      .executeTakeFirstOrThrow();
    const id = `u${randomBytes(11).toString('hex')}x`;
    const email = `${id}@users.example`;
    await db
      .insertInto('users')
      .values({ ...like, id, email, brokerId, role })
      .execute();
    return { id, email, password: canary.admin.password };
  };
}

async function newTenant({ db, variant }: TestPortal): Promise<string> {
  const id = hasBrokers(variant) ? `brk_${randomBytes(13).toString('hex').toUpperCase()}` : randomUUID();
  if (!hasBrokers(variant)) return id;
  const like = await db.selectFrom('brokers').selectAll().limit(1).executeTakeFirstOrThrow();
  await db
    .insertInto('brokers')
    .values({ ...like, id, croNumber: id })
    .execute();
  return id;
}

/** An id that nobody has, of the same form. */
export const missing = (id: string): string =>
  id.replaceAll(/[a-z\d](?=[a-z\d-]{0,3}$)/gi, (letter) => (letter === '0' ? '1' : '0'));

export const textOf = (value: unknown): string => JSON.stringify(value);

/** Whether an answer holds a text. */
export const holds = ({ body }: { readonly body: unknown }, text: unknown): boolean =>
  textOf(body).includes(String(text));

export const marker = (): string => randomBytes(6).toString('hex');

/** A whole body for a new object below these parents. */
export function bodyFor(name: string, parents: Readonly<Record<string, unknown>> = {}) {
  const text = `New ${marker()}`;
  const bodies: Readonly<Record<string, object>> = {
    employers: { name: text, registrationNumber: '1', contactName: text, contactEmail: 'a@b.example' },
    schemes: { name: text, schemeType: 'DC', authorityNumber: text },
    members: { firstName: text, lastName: text, email: 'a@b.example' },
    'key-function-holders': {
      keyFunction: 'actuarial',
      name: text,
      email: 'a@b.example',
      appointedOn: '2026-01-01',
    },
    policies: { title: text, body: text, approvedOn: '2026-01-01', reviewDueOn: '2027-01-01' },
    'ora-reports': { title: text, summary: text, reportYear: 2025 },
    contributions: { period: '2026-01-01', employeeAmount: '1.00', employerAmount: '1.00', note: text },
    documents: { documentType: 'test', filename: `${marker()}.txt`, contentBase64: 'YQ==' },
    'compliance-calendar': { title: text, description: text, dueOn: '2027-01-01' },
    'fund-choices': { fundName: text, percentage: 100 },
  };
  return { ...bodies[name], ...parents } as Readonly<Record<string, unknown>>;
}

/** What a PATCH of the resource may change. */
export function changeFor(name: string): Readonly<Record<string, unknown>> {
  const field = { members: 'lastName', contributions: 'note', 'email-templates': 'subject' }[name];
  const titled = ['policies', 'ora-reports', 'compliance-calendar'].includes(name);
  return { [field ?? (titled ? 'title' : 'name')]: `Changed ${marker()}` };
}
