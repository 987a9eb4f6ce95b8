import { createHash } from 'node:crypto';
import { z } from 'zod';
import { automaticStep, type Observed } from '../../../engine/step.ts';
import { withTenant, type DatabaseContext } from '../database-context.ts';
import { invitationMail, invitationSubject } from '../invitation-mail.ts';
import { setInvitation } from '../statements/tenant.statements.ts';
import { complete } from './complete.step.ts';
import { seedAdmin } from './seed-admin.step.ts';

const receipt = z.object({ messageId: z.string() });
type Receipt = z.infer<typeof receipt>;

const TOKEN_BYTES = 32;
const VALID_MS = 72 * 3_600_000;

/**
 * Sends the first-sign-in link, once the tenant is active (D8). The database keeps the token's SHA-256 alone; the link opens the
 * door once, for 72 hours, and the platform asks for a password behind it.
 */
export const sendInvitation = automaticStep({
  id: 'database.send-invitation',
  title: 'Invite the first administrator',
  about: 'Sends the first administrator the link for the first sign-in.',
  receipt,
  observe: async (ctx: DatabaseContext): Promise<Observed<Receipt>> => {
    ctx.receiptOf(complete);
    const sent = await (await ctx.ports.mail()).sentTo(ctx.input.contact.email);
    const ours = sent.find(({ subject }) => subject === invitationSubject(ctx));
    return ours === undefined ? { state: 'absent' } : { state: 'present', receipt: { messageId: ours.id } };
  },
  plan: () => [{ verb: 'send', object: 'invitation', count: 1, statements: [setInvitation.name] }],
  undo: { none: 'an e-mail cannot be called back; its link opens nothing when the database is gone' },
  apply: async (ctx: DatabaseContext) => {
    const { adminId: id } = ctx.receiptOf(seedAdmin);
    const token = Buffer.from(ctx.ids.bytes(TOKEN_BYTES)).toString('base64url');
    const inviteHash = createHash('sha256').update(token).digest('hex');
    const inviteExpiresAt = new Date(ctx.clock.now().getTime() + VALID_MS);
    const mail = await ctx.ports.mail();
    const message = invitationMail(ctx, token, inviteHash, inviteExpiresAt);
    await withTenant(ctx, (tenant) =>
      tenant.write((tx) => tx.run(setInvitation, { id, inviteHash, inviteExpiresAt })),
    );
    return { messageId: (await mail.send(message)).id };
  },
});
