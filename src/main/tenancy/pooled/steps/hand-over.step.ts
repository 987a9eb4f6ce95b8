import { z } from 'zod';
import { OperatorError } from '../../../../shared/errors/operator-error.ts';
import { shareChannels } from '../../../../shared/model/hand-over.ts';
import { humanStep } from '../../../engine/step.ts';
import type { SecretShare } from '../../../ports/secret-share.port.ts';
import { ADMIN_PASSWORD, currentAdminPassword } from '../admin-password.ts';
import type { PooledIntake } from '../intake.ts';
import type { PooledContext, PooledPorts } from '../pooled-context.ts';
import { createTenant } from './create-tenant.step.ts';
import { isVerified, verifyAccess } from './verify-access.step.ts';

const receipt = z.object({
  channel: z.enum(shareChannels),
  reference: z.string(),
  expiresAt: z.string().exactOptional(),
  handedOverAt: z.string(),
});
type Receipt = z.infer<typeof receipt>;

const answer = z.object({
  channel: z.enum(shareChannels).describe('Secure channel'),
  openpgpKey: z.string().exactOptional().describe('The broker’s armoured public key, for OpenPGP'),
  note: z
    .string()
    .trim()
    .max(500)
    .exactOptional()
    .describe('How and to whom it was delivered, for a manual hand-over'),
});
type Answer = z.infer<typeof answer>;

/** Under this name the link of a share stands in the run's memory, to be sent to the broker. */
const SHARE_LINK = 'share-link';

/** A share that nobody opens is worth nothing after a week. */
const SHARE_DAYS = 7;

/**
 * Hands the temporary password over by a secure channel, and only after the access check of this run has passed (P10, L1).
 * Which channel, when and by whom is recorded; the secret and the link are not.
 */
export const handOver = humanStep<PooledIntake, PooledPorts, Receipt, Answer>({
  id: 'pooled.hand-over',
  title: 'Hand the credentials over',
  about:
    'The password leaves the console once, over a channel made for secrets. Which channel, when and by whom is recorded; the password is not.',
  kind: 'hand-over',
  receipt,
  answer,
  observe: (ctx) => {
    return Promise.resolve(
      isVerified(ctx.receiptOf(verifyAccess))
        ? { state: 'absent' }
        : { state: 'blocked', error: new OperatorError('E_ACCESS_NOT_VERIFIED') },
    );
  },
  plan: () => [{ verb: 'share', object: 'temporary password', count: 1, statements: [] }],
  undo: {
    says: 'Withdraw the share where the channel can; the password itself goes with the administrator',
    run: async (ctx, made) => {
      if (made !== undefined) await shareOf(ctx, made.channel).withdraw(shareKey(ctx));
    },
  },
  reveal: async (ctx) => {
    if (ctx.findReceipt({ id: 'pooled.hand-over', receipt }) !== undefined)
      return ctx.secrets.get(SHARE_LINK);
    return currentAdminPassword(ctx, ctx.receiptOf(createTenant).adminId);
  },
  prompt: async ({ input, ports }) => ({
    title: 'How do the credentials reach the broker?',
    text: 'The password leaves the console once, over a secure channel, never by plain e-mail. Over “manual” you read it out yourself and say how it was delivered.',
    ...(input.handOver && { defaults: input.handOver }),
    data: { channels: await Promise.all(ports.shares.map(describeChannel)) },
  }),
  apply: async (ctx, given) => {
    checkComplete(given);
    const password = await currentAdminPassword(ctx, ctx.receiptOf(createTenant).adminId);
    const expiresAt = new Date(ctx.clock.now().getTime() + SHARE_DAYS * 86_400_000);
    const {
      receipt: shared,
      link,
      file,
    } = await shareOf(ctx, given.channel).share(password, {
      key: shareKey(ctx),
      recipient: { name: ctx.input.contact.name, email: ctx.input.contact.email },
      label: 'Your temporary password',
      expiresAt,
      ...(given.openpgpKey !== undefined && { openpgpKey: given.openpgpKey }),
    });
    if (link !== undefined) ctx.secrets.put(SHARE_LINK, link);
    ctx.secrets.forget(ADMIN_PASSWORD);
    ctx.seal({ ...(given.note !== undefined && { note: given.note }), ...(file !== undefined && { file }) });
    return { ...shared, handedOverAt: ctx.clock.now().toISOString() };
  },
});

const shareKey = ({ run }: PooledContext): string => `${run.runId}.hand-over`;

function shareOf({ ports }: PooledContext, channel: Answer['channel']): SecretShare {
  const share = ports.shares.find((each) => each.channel === channel);
  if (share === undefined) throw new OperatorError('E_SHARE_UNAVAILABLE', { details: { channel } });
  return share;
}

function checkComplete({ channel, openpgpKey, note }: Answer): void {
  const missing = (channel === 'openpgp' && openpgpKey === undefined) || (channel === 'manual' && !note);
  if (missing) throw new OperatorError('E_HAND_OVER_INCOMPLETE', { details: { channel } });
}

async function describeChannel(share: SecretShare) {
  const available = await share.available();
  return { channel: share.channel, available: available.ok, reason: available.ok ? '' : available.reason };
}
