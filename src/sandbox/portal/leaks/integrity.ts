import type { Defect, Leak } from '../leak.ts';
import type { PortalContext } from '../portal-context.ts';
import type { Fields } from '../services/resource.ts';
import { documents, employers } from '../services/resources.ts';
import { afterwards } from './means/answer.ts';
import { asks, listOf, type Call } from './means/fit.ts';
import { strangersRows } from './means/strangers.ts';
import { plantedSubtly } from './planted.ts';

const subtle = plantedSubtly('integrity');

/** Rows that the portal itself stores in contradiction to each other. */
export const integrityLeaks: readonly Leak[] = [
  subtle(
    [
      'integrity-member-employer',
      'Members of another tenant’s employer',
      'A new member is stored with an employer that is not the one of its scheme, but another tenant’s.',
    ],
    corrects('members', async (c, context) => {
      const [stranger] = await strangersRows(context, c.get('actor'), employers, 1);
      return stranger && { employerId: stranger['id'] };
    }),
  ),
  subtle(
    [
      'integrity-document-path',
      'Documents under another tenant’s prefix',
      'The row of a new document points at a path below another tenant’s id.',
    ],
    corrects('documents', async (c, context, { blobPath }) => {
      const [stranger] = await strangersRows(context, c.get('actor'), documents, 1);
      const [prefix] = String(stranger?.['blobPath']).split('/');
      return stranger && { blobPath: String(blobPath).replace(/^[^/]+/, prefix ?? '') };
    }),
  ),
];

/** Changes a new row right after it was stored. */
function corrects(
  table: 'members' | 'documents',
  wrong: (c: Call, context: PortalContext, row: Fields) => Promise<Fields | undefined>,
): Defect {
  return afterwards(asks('POST', listOf(table)), async (c, context) => {
    if (!c.res.ok) return;
    const { data } = (await c.res.clone().json()) as { readonly data: Fields };
    const change = await wrong(c, context, data);
    if (change !== undefined)
      await context.db.updateTable(table).set(change).where('id', '=', data['id']).execute();
  });
}
