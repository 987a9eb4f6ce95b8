import type { Leak } from '../leak.ts';
import type { PortalContext } from '../portal-context.ts';
import { dashboard } from '../services/tenant-views.ts';
import { cleanPolicies } from '../policies.ts';
import { scopedQuery } from '../services/scoped-query.ts';
import { employers } from '../services/resources.ts';
import { afterwards, amend } from './means/answer.ts';
import { asks, listOf, type Call } from './means/fit.ts';
import { resourceAt, strangersRows } from './means/strangers.ts';
import { planted, plantedSubtly } from './planted.ts';

const leak = planted('clean-slate');
const subtle = plantedSubtly('clean-slate');

const emptyIsDemo = (name: string): Leak =>
  leak(
    [
      `slate-demo-${name}`,
      `Others’ ${name} as a demonstration`,
      `A tenant without ${name} is shown those of another one, so that the page is not empty.`,
    ],
    afterwards(asks('GET', listOf(name)), (c, context) =>
      amend(c, async (body) =>
        body['total'] === 0 ? { ...body, ...(await demonstration(c, context)) } : body,
      ),
    ),
  );

/** What a new tenant sees before it has anything of its own. */
export const cleanSlateLeaks: readonly Leak[] = [
  emptyIsDemo('employers'),
  emptyIsDemo('members'),
  emptyIsDemo('documents'),
  subtle(
    [
      'slate-total',
      'An empty list with a total',
      'The total of an empty list of schemes is that of all tenants.',
    ],
    afterwards(asks('GET', listOf('schemes')), (c, context) =>
      amend(c, async (body) =>
        body['total'] === 0 ? { ...body, total: await everybodys(c, context) } : body,
      ),
    ),
  ),
  subtle(
    [
      'slate-dashboard',
      'A new tenant sees everybody’s numbers',
      'The numbers of the start page are those of all tenants until there is a first employer.',
    ],
    afterwards(asks('GET', listOf('dashboard')), (c, context) =>
      amend(c, async (body) => ((await isNew(c, context)) ? { data: await allNumbers(c, context) } : body)),
    ),
  ),
];

async function demonstration(c: Call, context: PortalContext) {
  const resource = resourceAt(c);
  return resource === undefined ? {} : { data: await strangersRows(context, c.get('actor'), resource, 3) };
}

async function everybodys(c: Call, { db }: PortalContext): Promise<number> {
  const resource = resourceAt(c) ?? employers;
  const counted = scopedQuery(db, resource, {}).select(({ fn }) => fn.countAll<number>().as('count'));
  return (await counted.executeTakeFirstOrThrow()).count;
}

async function isNew(c: Call, { db, policies }: PortalContext): Promise<boolean> {
  const own = scopedQuery(db, employers, policies.scope(c.get('actor'), employers, 'list'));
  return (await own.select('employers.id').limit(1).execute()).length === 0;
}

const allNumbers = (c: Call, context: PortalContext) =>
  dashboard(c.get('actor'), { ...context, policies: { ...cleanPolicies, scope: () => ({}) } });
