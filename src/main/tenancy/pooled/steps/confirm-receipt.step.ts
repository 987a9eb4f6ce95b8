import { z } from 'zod';
import { humanStep, type Observed } from '../../../engine/step.ts';
import type { OffboardInput } from '../offboard-input.ts';
import type { PooledPorts } from '../pooled-context.ts';
import { exportTenant } from './export-tenant.step.ts';

const receipt = z.object({ confirmedOn: z.string(), channel: z.string(), sha256: z.string() });
type Receipt = z.infer<typeof receipt>;

const answer = z.object({
  channel: z.string().trim().min(2).max(60).describe('How the file was delivered'),
  confirmedBy: z.string().trim().min(2).max(120).describe('Who confirmed on the broker’s side'),
  confirmedOn: z.iso.date().describe('When'),
  evidence: z.string().trim().min(2).max(500).describe('What shows it: a letter, a ticket, a message'),
});
type Answer = z.infer<typeof answer>;

/** Waits until the broker has its data and says so: nothing is taken away before (P17). Who confirmed is sealed. */
export const confirmReceipt = humanStep<OffboardInput, PooledPorts, Receipt, Answer>({
  id: 'pooled.confirm-receipt',
  title: 'Deliver the export and have its receipt confirmed',
  about: 'Nothing is deleted before the broker has its data and says so.',
  kind: 'hand-over',
  receipt,
  answer,
  observe: (): Promise<Observed<Receipt>> => Promise.resolve({ state: 'absent' }),
  plan: () => [],
  undo: { none: 'what was delivered is with the broker' },
  prompt: (ctx) => {
    const { file, bytes, sha256, encrypted } = ctx.receiptOf(exportTenant);
    return Promise.resolve({
      title: 'Has the broker received its data?',
      text: 'Deliver the file from the folder “exports” of this console’s home over the channel agreed with the broker. Answer when the broker has opened it and confirmed.',
      data: { file, bytes, sha256, encrypted },
    });
  },
  apply: (ctx, { confirmedBy, evidence, channel, confirmedOn }) => {
    ctx.seal({ confirmedBy, evidence });
    return Promise.resolve({ confirmedOn, channel, sha256: ctx.receiptOf(exportTenant).sha256 });
  },
});
