import { sql } from 'kysely';
import type { ActorContext } from '../actor-context.ts';
import type { PortalContext } from '../portal-context.ts';
import {
  complianceCalendar,
  contributions,
  employers,
  fundChoices,
  members,
  resources,
  schemes,
  writtenPolicies,
} from './resources.ts';
import type { Fields, Resource } from './resource.ts';
import { scopedQuery, type ScopedQuery } from './scoped-query.ts';

const SEARCH_LIMIT = 20;

/** All rows of a resource that the actor's scope reaches. */
function visible(resource: Resource, { db, policies }: PortalContext, actor: ActorContext): ScopedQuery {
  policies.requireRole(actor, resource.roles.read, resource, 'list');
  return scopedQuery(db, resource, policies.scope(actor, resource, 'list'));
}

const searchable = [
  { resource: employers, columns: ['name', 'registrationNumber', 'contactName', 'contactEmail'] },
  { resource: schemes, columns: ['name', 'authorityNumber'] },
  { resource: members, columns: ['firstName', 'lastName', 'email', 'ppsNumber'] },
] as const;

/** Finds what contains the text, in any case; the first twenty of each kind. */
export async function search(
  text: string,
  actor: ActorContext,
  context: PortalContext,
): Promise<readonly Fields[]> {
  const pattern = `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  const found = searchable.map(async ({ resource, columns }) => {
    const rows = await visible(resource, context, actor)
      .selectAll(resource.table)
      .where((eb) => eb.or(columns.map((column) => eb(`${resource.table}.${column}`, 'ilike', pattern))))
      .orderBy(`${resource.table}.id`)
      .limit(SEARCH_LIMIT)
      .execute();
    return rows.map((row: Fields) => ({ type: resource.entity, id: row['id'], title: titleOf(row) }));
  });
  return (await Promise.all(found)).flat();
}

const titleOf = ({ name, firstName, lastName }: Fields): string =>
  typeof name === 'string' ? name : [firstName, lastName].join(' ');

/** Everything the tenant has, by resource. */
export async function exportTenant(actor: ActorContext, context: PortalContext): Promise<Fields> {
  const exported = [...resources, fundChoices].map(async (resource) => {
    const rows = await visible(resource, context, actor)
      .selectAll(resource.table)
      .orderBy(`${resource.table}.id`)
      .execute();
    return [resource.name, rows.map((row) => resource.presentInList?.(row) ?? row)] as const;
  });
  return Object.fromEntries(await Promise.all(exported));
}

/** Numbers on the start page. */
export async function dashboard(actor: ActorContext, context: PortalContext): Promise<Fields> {
  const counts = resources
    .filter(({ name }) => name !== 'users')
    .map(async (resource) => {
      const count = visible(resource, context, actor).select(({ fn }) => fn.countAll<number>().as('count'));
      return [resource.name, (await count.executeTakeFirstOrThrow()).count] as const;
    });
  const paid = visible(contributions, context, actor).select(
    sql<string>`coalesce(sum(${sql.ref('contributions.employeeAmount')} + ${sql.ref('contributions.employerAmount')}), 0)::text`.as(
      'paid',
    ),
  );
  return {
    counts: Object.fromEntries(await Promise.all(counts)),
    contributionsPaid: (await paid.executeTakeFirstOrThrow()).paid,
  };
}

/**
 * The compliance assistant: answers from the tenant's own calendar and policies, without a language model, so the same
 * question to the same data has the same answer.
 */
export async function assist(question: string, actor: ActorContext, context: PortalContext): Promise<Fields> {
  const words = new Set(question.toLowerCase().match(/[\p{L}\d-]{3,}/gu));
  const due = await visible(complianceCalendar, context, actor)
    .selectAll('compliance_calendar')
    .orderBy('compliance_calendar.dueOn')
    .orderBy('compliance_calendar.id')
    .limit(100)
    .execute();
  const held = await visible(writtenPolicies, context, actor)
    .selectAll('written_policies')
    .orderBy('written_policies.reviewDueOn')
    .orderBy('written_policies.id')
    .limit(100)
    .execute();
  const facts = [
    ...due.map((row: Fields) =>
      fact('calendar-entry', row, `${String(row['title'])} is due on ${String(row['dueOn'])}.`),
    ),
    ...held.map((row: Fields) =>
      fact('policy', row, `${String(row['title'])} is to be reviewed by ${String(row['reviewDueOn'])}.`),
    ),
  ];
  const fitting = facts.filter(({ sentence }) => mentions(sentence, words));
  const told = (fitting.length > 0 ? fitting : facts).slice(0, 5);
  const answer =
    told.length > 0
      ? told.map(({ sentence }) => sentence).join(' ')
      : 'Nothing is due, and no policy is on file.';
  return { answer, sources: told.map(({ type, id }) => ({ type, id })) };
}

const fact = (type: string, row: Fields, sentence: string) => ({ type, id: row['id'], sentence });

const mentions = (sentence: string, words: ReadonlySet<string>): boolean =>
  (sentence.toLowerCase().match(/[\p{L}\d-]{3,}/gu) ?? []).some((word) => words.has(word));
