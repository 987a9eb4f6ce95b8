import { z } from 'zod';
import { OperatorError } from '../../../shared/errors/operator-error.ts';
import type { JsonObject } from '../../../shared/model/json.ts';
import { shareChannels } from '../../../shared/model/hand-over.ts';
import { humanStep, type HumanStep, type Observed, type StepContext } from '../../engine/step.ts';
import type { SecretShare } from '../../ports/secret-share.port.ts';
import { ADMIN_PASSWORD, currentAdminPassword } from './admin-password.ts';
import type { PooledPorts } from './pooled-context.ts';

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

/** Whose password is handed over, to whom, and what has to be so before. */
type Owner<Input> = {
  readonly id: string;
  readonly adminId: (ctx: StepContext<Input, PooledPorts>) => string;
  readonly recipient: (input: Input) => { readonly name: string; readonly email: string };
  readonly observe: (ctx: StepContext<Input, PooledPorts>) => Observed<Receipt>;
  /** What the intake said about the channel already. */
  readonly defaults?: (input: Input) => JsonObject | undefined;
};

/**
 * Hands an administrator's temporary password over by a secure channel (P10). Which channel, when and by whom is recorded; the
 * secret and the link are not.
 */
export const handOverCredentials = <Input>(
  owner: Owner<Input>,
): HumanStep<Input, PooledPorts, Receipt, Answer> =>
  humanStep<Input, PooledPorts, Receipt, Answer>({
    id: owner.id,
    title: 'Hand the credentials over',
    about:
      'The password leaves the console once, over a channel made for secrets. Which channel, when and by whom is recorded; the password is not.',
    kind: 'hand-over',
    receipt,
    answer,
    observe: (ctx) => Promise.resolve(owner.observe(ctx)),
    plan: () => [{ verb: 'share', object: 'temporary password', count: 1, statements: [] }],
    undo: {
      says: 'Withdraw the share where the channel can; the password itself goes with the administrator',
      run: async (ctx, made) => {
        if (made !== undefined) await shareOf(ctx, made.channel).withdraw(shareKey(ctx));
      },
    },
    reveal: async (ctx) => {
      if (ctx.findReceipt({ id: owner.id, receipt }) !== undefined) return ctx.secrets.get(SHARE_LINK);
      return currentAdminPassword(ctx, owner.adminId(ctx));
    },
    prompt: async ({ input, ports }) => {
      const defaults = owner.defaults?.(input);
      return {
        title: 'How do the credentials reach the broker?',
        text: 'The password leaves the console once, over a secure channel, never by plain e-mail. Over “manual” you read it out yourself and say how it was delivered.',
        ...(defaults !== undefined && { defaults }),
        data: { channels: await Promise.all(ports.shares.map(describeChannel)) },
      };
    },
    apply: (ctx, given) => deliver(owner, ctx, given),
  });

async function deliver<Input>(
  owner: Owner<Input>,
  ctx: StepContext<Input, PooledPorts>,
  given: Answer,
): Promise<Receipt> {
  checkComplete(given);
  const { channel, openpgpKey, note } = given;
  const password = await currentAdminPassword(ctx, owner.adminId(ctx));
  const shared = await shareOf(ctx, channel).share(password, {
    key: shareKey(ctx),
    recipient: owner.recipient(ctx.input),
    label: 'Your temporary password',
    expiresAt: new Date(ctx.clock.now().getTime() + SHARE_DAYS * 86_400_000),
    ...(openpgpKey !== undefined && { openpgpKey }),
  });
  if (shared.link !== undefined) ctx.secrets.put(SHARE_LINK, shared.link);
  ctx.secrets.forget(ADMIN_PASSWORD);
  ctx.seal({
    ...(note !== undefined && { note }),
    ...(shared.file !== undefined && { file: shared.file }),
  });
  return { ...shared.receipt, handedOverAt: ctx.clock.now().toISOString() };
}

type Sharing = Pick<StepContext<unknown, PooledPorts>, 'ports' | 'run'>;

const shareKey = ({ run }: Sharing): string => `${run.runId}.hand-over`;

function shareOf({ ports }: Sharing, channel: Answer['channel']): SecretShare {
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
