import type { Defect, Leak } from '../leak.ts';
import { audit } from '../audit.ts';
import type { PortalContext } from '../portal-context.ts';
import type { Resource } from '../services/resource.ts';
import { contributions, employers, writtenPolicies } from '../services/resources.ts';
import { findOwned } from '../services/scoped-query.ts';
import { amend } from './means/answer.ts';
import { asks, itemOf, listOf, type Call } from './means/fit.ts';
import { inPath } from './means/strangers.ts';
import { planted, plantedSubtly } from './planted.ts';

const leak = planted('clean-up');
const subtle = plantedSubtly('clean-up');

/** Removals that leave something behind. */
export const cleanUpLeaks: readonly Leak[] = [
  leak(
    [
      'cleanup-employers-hidden',
      'Removed employers are only hidden',
      'DELETE /api/employers/{id} hides the employer from every answer and keeps the row.',
    ],
    hides(employers),
  ),
  subtle(
    [
      'cleanup-contributions-hidden',
      'Removed contributions are only hidden',
      'DELETE /api/contributions/{id} hides the contribution from every answer and keeps the row.',
    ],
    hides(contributions),
  ),
  subtle(
    [
      'cleanup-file-kept',
      'Files of removed documents are kept',
      'DELETE /api/documents/{id} removes the row, and leaves the file in the store.',
    ],
    { context: ({ files }) => ({ files: { ...files, remove: () => Promise.resolve() } }) },
  ),
  subtle(
    [
      'cleanup-copy-kept',
      'A copy of removed policies is kept',
      'DELETE /api/policies/{id} stores the policy again under another id, for a recycle bin that nobody empties.',
    ],
    keepsCopy(writtenPolicies),
  ),
];

const deletion = ({ name }: Resource) => asks('DELETE', itemOf(name));

async function ownRow(c: Call, resource: Resource, { db, policies }: PortalContext) {
  const { id = '' } = (await inPath(c)) ?? {};
  return findOwned(db, resource, id, policies.scope(c.get('actor'), resource, 'delete'));
}

/** Answers as if rows were gone, from a list in memory. */
function hides(resource: Resource): Defect {
  return {
    middleware: (context) => {
      const hidden = new Set<unknown>();
      return async (c, next) => {
        const { name, entity } = resource;
        const owned = deletion(resource)(c) === true ? await ownRow(c, resource, context) : undefined;
        if (owned !== undefined && !hidden.has(owned.row.id)) {
          hidden.add(owned.row.id);
          const event = { action: `${entity}.deleted`, entityType: entity, entityId: owned.row.id };
          const { tenantId, schemeId } = owned;
          await audit(context.db, context, c.get('actor'), { ...event, tenantId, schemeId });
          return c.body(null, 204);
        }
        const { id } = (await inPath(c)) ?? {};
        if (itemOf(name).test(c.req.path) && hidden.has(id)) return c.json({ error: 'NotFound' }, 404);
        await next();
        if (asks('GET', listOf(name))(c) === true) await withoutHidden(c, hidden);
        return undefined;
      };
    },
  };
}

const withoutHidden = (c: Call, hidden: ReadonlySet<unknown>) =>
  amend(c, (body) => {
    const rows = body['data'] as readonly { readonly id: unknown }[];
    const shown = rows.filter(({ id }) => !hidden.has(id));
    return { ...body, data: shown, total: Number(body['total']) - (rows.length - shown.length) };
  });

function keepsCopy(resource: Resource): Defect {
  return {
    middleware: (context) => async (c, next) => {
      const owned = deletion(resource)(c) === true ? await ownRow(c, resource, context) : undefined;
      await next();
      if (owned === undefined || !c.res.ok) return;
      const copy = { ...owned.row, id: resource.newId(context.ids) };
      await context.db.insertInto(resource.table).values(copy).execute();
    },
  };
}
