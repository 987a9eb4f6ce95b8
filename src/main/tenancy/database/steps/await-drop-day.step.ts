import { z } from 'zod';
import { OperatorError } from '../../../../shared/errors/operator-error.ts';
import { humanStep, type Observed } from '../../../engine/step.ts';
import type { DatabasePorts } from '../database-context.ts';
import type { OffboardContext } from '../offboard-context.ts';
import type { OffboardInput } from '../offboard-input.ts';
import { suspendTenant } from './suspend-tenant.step.ts';

const receipt = z.object({ dueAt: z.string() });
type Receipt = z.infer<typeof receipt>;

const DAY_MS = 86_400_000;

/** Waits until the day on which the database may be dropped. Until then everything can be taken back. */
export const awaitDropDay = humanStep<OffboardInput, DatabasePorts, Receipt, Record<string, never>>({
  id: 'database.await-drop-day',
  title: 'Wait until the database may be dropped',
  about: 'Until that day everything can be taken back. The run waits; nobody has to remember it.',
  kind: 'wait',
  receipt,
  answer: z.object({}),
  observe: (ctx): Promise<Observed<Receipt>> => {
    const dueAt = dueOf(ctx);
    return Promise.resolve(
      isDue(ctx, dueAt) ? { state: 'present', receipt: { dueAt } } : { state: 'absent' },
    );
  },
  plan: () => [],
  undo: { none: 'waiting changes nothing' },
  prompt: (ctx) =>
    Promise.resolve({
      title: 'The waiting time runs',
      text: 'Look again on the day below. A rollback takes the tenant back into service.',
      defaults: {},
      data: { dueAt: dueOf(ctx) },
    }),
  apply: (ctx) => {
    const dueAt = dueOf(ctx);
    if (!isDue(ctx, dueAt)) throw new OperatorError('E_WAITING_TIME', { details: { dueAt } });
    return Promise.resolve({ dueAt });
  },
});

function dueOf(ctx: OffboardContext): string {
  const since = Date.parse(ctx.receiptOf(suspendTenant).suspendedAt);
  return new Date(since + ctx.input.waitDays * DAY_MS).toISOString();
}

const isDue = ({ clock }: OffboardContext, dueAt: string): boolean => clock.now() >= new Date(dueAt);
