import { automaticStep } from '../../../engine/step.ts';
import { anchorStep, observeAnchor, writeAnchor } from '../checkpoint-anchor.ts';
import type { OffboardContext } from '../offboard-context.ts';
import { anonymisePeople } from './anonymise-people.step.ts';
import { disableUsers } from './disable-users.step.ts';
import { startRetention } from './start-retention.step.ts';

/** Says in the portal's own audit trail what was done, and anchors the ledger there (P14, DESIGN §4). */
export const recordOffboarding = automaticStep({
  ...anchorStep,
  id: 'pooled.record-offboarding',
  title: 'Record the off-boarding in the portal’s audit trail',
  about: 'Writes into the portal’s audit trail what was done, with the operator as its actor.',
  observe: (ctx: OffboardContext) => observeAnchor(ctx),
  apply: (ctx: OffboardContext) => {
    const { users } = ctx.receiptOf(disableUsers);
    const { schemeRecordsUntil } = ctx.receiptOf(startRetention);
    const anonymised = Object.fromEntries(
      ctx.receiptOf(anonymisePeople).tables.map(({ name, rows }) => [name, rows]),
    );
    return writeAnchor(ctx, { offboarded: { users, anonymised, schemeRecordsUntil } });
  },
});
