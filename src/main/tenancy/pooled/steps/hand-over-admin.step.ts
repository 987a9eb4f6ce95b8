import { z } from 'zod';
import { OperatorError } from '../../../../shared/errors/operator-error.ts';
import { shareChannels } from '../../../../shared/model/hand-over.ts';
import { humanStep, type Observed } from '../../../engine/step.ts';
import type { SecretShare } from '../../../ports/secret-share.port.ts';
import { ADMIN_PASSWORD, currentAdminPassword } from '../admin-password.ts';
import type { PooledPorts } from '../pooled-context.ts';
import type { RecreateAdminContext, RecreateAdminInput } from '../repair-input.ts';
import { recreateAdmin } from './recreate-admin.step.ts';

const receipt = z.object({
  channel: z.enum(shareChannels),
  reference: z.string(),
  expiresAt: z.string().exactOptional(),
});
type Receipt = z.infer<typeof receipt>;

const answer = z.object({
  channel: z.enum(shareChannels).describe('Secure channel'),
  openpgpKey: z.string().exactOptional().describe('The broker’s armoured public key, for OpenPGP'),
  note: z.string().trim().min(2).max(500).describe('How and to whom it was delivered'),
});
type Answer = z.infer<typeof answer>;

/** Under this name the link of a share stands in the run's memory, to be sent to the broker. */
const SHARE_LINK = 'share-link';
const SHARE_DAYS = 7;

/** Hands the temporary password of a new administrator over by a secure channel (P10). */
export const handOverAdmin = humanStep<RecreateAdminInput, PooledPorts, Receipt, Answer>({
  id: 'pooled.hand-over-admin',
  title: 'Hand the credentials over',
  kind: 'hand-over',
  receipt,
  answer,
  observe: (): Promise<Observed<Receipt>> => Promise.resolve({ state: 'absent' }),
  plan: () => [{ verb: 'share', object: 'temporary password', count: 1, statements: [] }],
  undo: {
    says: 'Withdraw the share where the channel can; the password itself goes with the administrator',
    run: async (ctx, made) => {
      if (made !== undefined) await shareOf(ctx, made.channel).withdraw(shareKey(ctx));
    },
  },
  reveal: async (ctx) => {
    if (ctx.findReceipt({ id: 'pooled.hand-over-admin', receipt }) !== undefined)
      return ctx.secrets.get(SHARE_LINK);
    return currentAdminPassword(ctx, ctx.receiptOf(recreateAdmin).adminId);
  },
  prompt: () =>
    Promise.resolve({
      title: 'How do the credentials reach the broker?',
      text: 'The password leaves the console once, over a secure channel, never by plain e-mail. Over “manual” you read it out yourself and say how it was delivered.',
    }),
  apply: async (ctx, { channel, openpgpKey, note }) => {
    if (channel === 'openpgp' && openpgpKey === undefined)
      throw new OperatorError('E_HAND_OVER_INCOMPLETE', { details: { channel } });
    const password = await currentAdminPassword(ctx, ctx.receiptOf(recreateAdmin).adminId);
    const shared = await shareOf(ctx, channel).share(password, {
      key: shareKey(ctx),
      recipient: ctx.input.admin,
      label: 'Your temporary password',
      expiresAt: new Date(ctx.clock.now().getTime() + SHARE_DAYS * 86_400_000),
      ...(openpgpKey !== undefined && { openpgpKey }),
    });
    if (shared.link !== undefined) ctx.secrets.put(SHARE_LINK, shared.link);
    ctx.secrets.forget(ADMIN_PASSWORD);
    ctx.seal({ note, ...(shared.file !== undefined && { file: shared.file }) });
    return shared.receipt;
  },
});

const shareKey = ({ run }: RecreateAdminContext): string => `${run.runId}.hand-over`;

function shareOf({ ports }: RecreateAdminContext, channel: Answer['channel']): SecretShare {
  const share = ports.shares.find((each) => each.channel === channel);
  if (share === undefined) throw new OperatorError('E_SHARE_UNAVAILABLE', { details: { channel } });
  return share;
}
