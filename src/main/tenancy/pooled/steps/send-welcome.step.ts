import { z } from 'zod';
import { automaticStep, type Observed } from '../../../engine/step.ts';
import type { PooledContext } from '../pooled-context.ts';
import { welcomeMail } from '../welcome-mail.ts';
import { verifyAccess } from './verify-access.step.ts';

const receipt = z.object({ messageId: z.string() });

/**
 * Sends the welcome e-mail: the portal's address and the login name, never a password (P9). The message carries the run as
 * its idempotency key, so that trying again within a day delivers nothing twice.
 */
export const sendWelcome = automaticStep({
  id: 'pooled.send-welcome',
  title: 'Send the welcome e-mail',
  about: 'Tells the broker where the portal is and what its login is called. Never a password.',
  receipt,
  observe: async (ctx: PooledContext): Promise<Observed<z.infer<typeof receipt>>> => {
    if (ctx.findReceipt(verifyAccess) === undefined) return { state: 'absent' };
    const { to, subject } = welcomeMail(ctx);
    const sent = await (await ctx.ports.mail()).sentTo(to);
    const ours = sent.find((message) => message.subject === subject);
    return ours === undefined ? { state: 'absent' } : { state: 'present', receipt: { messageId: ours.id } };
  },
  plan: () => [{ verb: 'send', object: 'welcome e-mail', count: 1, statements: [] }],
  undo: { none: 'an e-mail cannot be called back; it holds no password' },
  apply: async (ctx: PooledContext) => {
    ctx.receiptOf(verifyAccess);
    const mail = await ctx.ports.mail();
    const { id } = await mail.send(welcomeMail(ctx));
    return { messageId: id };
  },
});
