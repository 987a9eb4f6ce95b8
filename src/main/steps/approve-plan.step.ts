import { z } from 'zod';
import { OperatorError } from '../../shared/errors/operator-error.ts';
import type { Connection } from '../../shared/model/connection.ts';
import { plan } from '../../shared/model/plan.ts';
import { humanStep, type HumanStep } from '../engine/step.ts';

/** The plan itself stands beside its digest: a certificate shows what was approved. */
const receipt = z.object({ digest: z.string(), plan });
type Receipt = z.infer<typeof receipt>;

const answer = z.object({
  digest: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .describe('SHA-256 of the plan that was read'),
  confirmName: z.string().exactOptional().describe('The tenant’s legal name, typed; production asks for it'),
});
type Answer = z.infer<typeof answer>;

type Ports = { readonly connection: Connection };
type WithName = { readonly legalName: string };

/**
 * The operator reads the plan and approves exactly that one (L2). It is made again when the answer comes: another digest
 * stops the run with `E_PLAN_DRIFT`. In production the tenant's name has to be typed (`E_CONFIRMATION_MISMATCH`).
 */
export const approvePlan = <Input extends WithName, P extends Ports>(): HumanStep<
  Input,
  P,
  Receipt,
  Answer
> =>
  humanStep({
    id: 'approve-plan',
    title: 'Read and approve the plan',
    about:
      'Shows every change before it is made: rows, objects, statements, and one digest over all of it. If anything differs when it is carried out, the run stops.',
    kind: 'approve',
    receipt,
    answer,
    observe: () => Promise.resolve({ state: 'absent' }),
    plan: () => [],
    undo: { none: 'an approval changes nothing outside the log' },
    prompt: async (ctx) => {
      const { plan: read, digest } = await ctx.plan();
      const typed = ctx.ports.connection.environment === 'production';
      return {
        title: 'This is what the run will do',
        text: typed
          ? 'This is production. Read the plan, then type the tenant’s legal name to approve it.'
          : 'Read the plan. Approving starts the changes.',
        ...(!typed && { defaults: { digest } }),
        data: { plan: read, digest },
      };
    },
    apply: async (ctx, { digest, confirmName }) => {
      const typed = ctx.ports.connection.environment === 'production';
      if (typed && confirmName !== ctx.input.legalName) throw new OperatorError('E_CONFIRMATION_MISMATCH');
      const now = await ctx.plan();
      if (now.digest !== digest)
        throw new OperatorError('E_PLAN_DRIFT', { details: { approved: digest, now: now.digest } });
      return now;
    },
  });
