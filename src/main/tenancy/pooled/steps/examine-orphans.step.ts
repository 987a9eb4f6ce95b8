import { z } from 'zod';
import { OperatorError } from '../../../../shared/errors/operator-error.ts';
import { automaticStep } from '../../../engine/step.ts';
import type { RepairContext, RepairInput } from '../repair-input.ts';
import { findAmong, findVouchers } from '../statements/repair.statements.ts';

const receipt = z.object({
  orphans: z.int(),
  /** Those that a provisioning of this console made, by the audit trail. */
  ours: z.int(),
});

/** The audit row of a provisioning: which run made the tenant, and what. */
const vouched = z.object({
  runId: z.string(),
  made: z.object({
    adminId: z.string(),
    templateIds: z.array(z.string()),
    calendarIds: z.array(z.string()),
  }),
});

/**
 * Makes sure that every row of the repair is still the orphan that was found, and tells which of them this console made.
 * Errors: `E_ORPHANS_CHANGED`.
 */
export const examineOrphans = automaticStep({
  id: 'pooled.examine-orphans',
  title: 'Look at the orphans again, and at who made them',
  receipt,
  observe: () => Promise.resolve({ state: 'absent' as const }),
  plan: ({ input }: RepairContext) => [
    {
      verb: 'read',
      object: input.kind,
      count: input.orphans.length,
      statements: [statementOf(input).name],
    },
  ],
  undo: { none: 'a look changes nothing' },
  apply: async ({ ports, input, signal }: RepairContext) => {
    const ids = input.orphans.map(({ id }) => id);
    const tenantIds = [...new Set(input.orphans.map(({ parentId }) => parentId))];
    const [found, vouchers] = await ports.database.read(
      async (tx) => [await tx.run(statementOf(input), { ids }), await tx.run(findVouchers, { tenantIds })],
      { signal },
    );
    const parentOf = new Map(found.map(({ id, parentId }) => [id, parentId]));
    const changed = input.orphans.filter(({ id, parentId }) => parentOf.get(id) !== parentId);
    if (changed.length > 0)
      throw new OperatorError('E_ORPHANS_CHANGED', { details: { changed: changed.length } });
    return { orphans: ids.length, ours: oursAmong(input, vouchers) };
  },
});

const statementOf = ({ kind }: RepairInput) => {
  const statement = findAmong.get(kind);
  if (statement === undefined) throw new OperatorError('E_REPAIR_NOT_OFFERED', { details: { kind } });
  return statement;
};

function oursAmong({ orphans }: RepairInput, vouchers: readonly { readonly metadata: unknown }[]): number {
  const made = new Map<string, string>();
  for (const { metadata } of vouchers) {
    const { data } = vouched.safeParse(metadata);
    if (data === undefined) continue;
    const { adminId, templateIds, calendarIds } = data.made;
    for (const id of [adminId, ...templateIds, ...calendarIds]) made.set(id, data.runId);
  }
  return orphans.filter(({ id, runId }) => runId !== undefined && made.get(id) === runId).length;
}
