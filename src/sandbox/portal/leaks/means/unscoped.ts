import type { ActorContext } from '../../actor-context.ts';
import type { Defect } from '../../leak.ts';
import type { Placed } from '../../services/placed.ts';
import type { Call, Fit } from './fit.ts';

type Tables = (placed: Placed | undefined) => boolean;

const anyTable: Tables = () => true;
export const tablesNamed =
  (...names: readonly string[]): Tables =>
  (placed) =>
    placed !== undefined && names.includes(placed.table);

/** Marks the actors of the calls that fit, by a copy of each, so that policies can tell them apart. */
function marking(fits: Fit): { readonly marked: WeakSet<ActorContext>; readonly defect: Defect } {
  const marked = new WeakSet<ActorContext>();
  const mark = async (c: Call, next: () => Promise<void>) => {
    if (await fits(c)) {
      const actor = { ...c.get('actor') };
      marked.add(actor);
      c.set('actor', actor);
    }
    await next();
  };
  return { marked, defect: { middleware: () => mark } };
}

/** Both lines of defence are down for the calls that fit: queries are not narrowed, and owners not checked. */
export function unscopedWhen(fits: Fit, tables: Tables = anyTable): Defect {
  const { marked, defect } = marking(fits);
  return {
    ...defect,
    policies: (clean) => ({
      scope: (actor, placed, verb) =>
        marked.has(actor) && tables(placed) ? {} : clean.scope(actor, placed, verb),
      parentScope: (actor, placed) => (marked.has(actor) ? {} : clean.parentScope(actor, placed)),
      requireTenant: (actor, tenantId) => {
        if (!marked.has(actor)) clean.requireTenant(actor, tenantId);
      },
    }),
  };
}

/** A parent that a body names is taken without asking whose it is; the row itself is still checked. */
export function uncheckedParentWhen(fits: Fit): Defect {
  const { marked, defect } = marking(fits);
  return {
    ...defect,
    policies: (clean) => ({
      parentScope: (actor, placed) => (marked.has(actor) ? {} : clean.parentScope(actor, placed)),
      requireTenant: (actor, tenantId) => {
        if (!marked.has(actor)) clean.requireTenant(actor, tenantId);
      },
    }),
  };
}

/** Any role will do for the calls that fit. */
export function unrankedWhen(fits: Fit): Defect {
  const { marked, defect } = marking(fits);
  return {
    ...defect,
    policies: (clean) => ({
      requireRole: (actor, least, placed, verb) => {
        if (!marked.has(actor)) clean.requireRole(actor, least, placed, verb);
      },
    }),
  };
}

/** The call chooses its tenant itself. */
export const asTenant = (named: (c: Call) => string | undefined | Promise<string | undefined>): Defect => ({
  middleware: () => async (c, next) => {
    const tenantId = await named(c);
    if (tenantId !== undefined && tenantId !== '') c.set('actor', { ...c.get('actor'), tenantId });
    await next();
  },
});
