import type { PortalContext } from '../../portal-context.ts';
import { complianceCalendar } from '../../services/resources.ts';
import { amend } from './answer.ts';
import type { Call } from './fit.ts';
import { strangersRows, titleOf } from './strangers.ts';

/** Adds what another tenant has to do to an answer of the assistant. */
export const tellOfStranger = (c: Call, context: PortalContext): Promise<void> =>
  amend(c, async (body) => {
    const [row] = await strangersRows(context, c.get('actor'), complianceCalendar, 1);
    const data = body['data'] as { readonly answer: string; readonly sources: readonly unknown[] };
    if (row === undefined) return body;
    const answer = `${data.answer} ${titleOf(row)} is due on ${String(row['dueOn'])}.`;
    return { data: { answer, sources: [...data.sources, { type: 'calendar-entry', id: row['id'] }] } };
  });
