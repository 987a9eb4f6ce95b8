import { z } from 'zod';
import type { StepContext } from '../../engine/step.ts';
import { placement, type Placement } from './placement.ts';

/** The parts of a tenant that others made and that an adoption takes over, as the operator approved them. */
export const adoptedParts = {
  id: 'database.inspect-parts',
  receipt: z.object({ adopted: z.array(z.string()), server: z.string() }),
} as const;

type Part = 'master row' | 'database' | 'role' | 'secret';

/** Whether a part counts as the run's own: it made it, or it adopts it. */
export const isOurs = (
  ctx: Pick<StepContext<unknown, unknown>, 'run' | 'findReceipt'>,
  part: Part,
  madeBy: string | null | undefined,
): boolean => madeBy === ctx.run.runId || (ctx.findReceipt(adoptedParts)?.adopted.includes(part) ?? false);

/** Where the tenant is: chosen by a provisioning, found by an adoption. */
export const chosenPlacement = { id: 'database.resolve-placement', receipt: placement } as const;
export const foundPlacement = { id: 'database.find-placement', receipt: placement } as const;

export const placementOf = (
  ctx: Pick<StepContext<unknown, unknown>, 'findReceipt' | 'receiptOf'>,
): Placement => ctx.findReceipt(foundPlacement) ?? ctx.receiptOf(chosenPlacement);
