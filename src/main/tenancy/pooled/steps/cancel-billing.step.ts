import { z } from 'zod';
import { humanStep, type Observed } from '../../../engine/step.ts';
import type { OffboardInput } from '../offboard-input.ts';
import type { PooledPorts } from '../pooled-context.ts';

const receipt = z.object({ reference: z.string(), cancelledOn: z.string() });
type Receipt = z.infer<typeof receipt>;

const answer = z.object({
  reference: z
    .string()
    .trim()
    .min(2)
    .max(120)
    .describe('Reference of the cancellation in the billing system'),
  cancelledOn: z.iso.date().describe('The day from which nothing is billed'),
});
type Answer = z.infer<typeof answer>;

/** A person vouches that billing has ended (P17): the console knows no billing system. */
export const cancelBilling = humanStep<OffboardInput, PooledPorts, Receipt, Answer>({
  id: 'pooled.cancel-billing',
  title: 'Attest that billing is cancelled',
  about: 'The console has no hand in billing; somebody vouches that it was cancelled.',
  kind: 'attest',
  receipt,
  answer,
  observe: (): Promise<Observed<Receipt>> => Promise.resolve({ state: 'absent' }),
  plan: () => [],
  undo: { none: 'billing is changed in its own system' },
  prompt: () =>
    Promise.resolve({
      title: 'Is billing cancelled?',
      text: 'Cancel the broker’s plan in the billing system, then give its reference.',
    }),
  apply: (_ctx, given) => Promise.resolve(given),
});
