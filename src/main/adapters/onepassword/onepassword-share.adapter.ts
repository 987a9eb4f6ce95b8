import { z } from 'zod';
import { OperatorError } from '../../../shared/errors/operator-error.ts';
import { Secret } from '../../../shared/model/secret.ts';
import type { Clock } from '../../ports/clock.port.ts';
import type { RunCommand } from '../../ports/command.port.ts';
import type { SecretShare, ShareRequest, Shared } from '../../ports/secret-share.port.ts';
import { opCommand, understood, type Op } from './op-command.ts';

export type OnePasswordOptions = {
  readonly run: RunCommand;
  readonly clock: Clock;
  /** The vault for shared items; the account's private one when left out. */
  readonly vault?: string;
};

const item = z.object({ id: z.string().regex(/^\w+$/) });
const linkForm = /^https:\/\/\S+$/;

/**
 * A 1Password item and a link to it that opens once (P10), by the `op` command. The link opens for whoever holds it: binding it
 * to an address would put the address among the arguments, where every user of the machine can read it.
 */
export function onePasswordShare({ run, clock, vault }: OnePasswordOptions): SecretShare {
  const op = opCommand(run, vault);
  return {
    channel: 'onepassword',
    available: () => op.available(),
    async share(secret, request) {
      await withdraw(op, request.key);
      return share(op, secret, request, clock.now());
    },
    withdraw: (key) => withdraw(op, key),
  };
}

async function share(op: Op, secret: Secret, request: ShareRequest, now: Date): Promise<Shared> {
  const { key, expiresAt } = request;
  const created = await op.call(['item', 'create', '-', '--format', 'json'], template(secret, request));
  if (created === 'failed') throw await refused(op, key);
  const { id } = understood(item, created);
  const minutes = Math.max(1, Math.floor((expiresAt.getTime() - now.getTime()) / 60_000));
  const shared = await op.call(['item', 'share', id, '--view-once', '--expires-in', `${minutes}m`]);
  if (shared === 'failed') throw await refused(op, key);
  const link = shared.reveal().trim();
  if (!linkForm.test(link)) throw new OperatorError('E_SHARE_IN_DOUBT');
  const receipt = { channel: 'onepassword', reference: id, expiresAt: expiresAt.toISOString() } as const;
  return { receipt, link: new Secret(link) };
}

/** 1Password's JSON item template for a password. */
const template = (secret: Secret, { key, label }: ShareRequest): Secret =>
  new Secret(
    JSON.stringify({
      title: label,
      category: 'PASSWORD',
      tags: [tagOf(key)],
      fields: [
        { id: 'password', type: 'CONCEALED', purpose: 'PASSWORD', label: 'password', value: secret.reveal() },
      ],
    }),
  );

/** Everything this console made under this key, and nothing else, carries this tag. */
function tagOf(key: string): string {
  if (/^\w[\w.-]{0,127}$/.test(key)) return `tenant-console/${key}`;
  throw new OperatorError('E_INVALID_INPUT', { message: 'The key of a share has an unusual character.' });
}

async function withdraw(op: Op, key: string): Promise<number> {
  const tag = tagOf(key);
  const ready = await op.available();
  if (!ready.ok) throw new OperatorError('E_SHARE_UNAVAILABLE', { message: ready.reason });
  const listed = await op.call(['item', 'list', '--tags', tag, '--format', 'json']);
  if (listed === 'failed') throw new OperatorError('E_SHARE_IN_DOUBT');
  const items = understood(z.array(item), listed);
  for (const { id } of items)
    if ((await op.call(['item', 'delete', id])) === 'failed') throw new OperatorError('E_SHARE_IN_DOUBT');
  return items.length;
}

/** Nobody was given a link, so once the item is gone nothing is shared. */
async function refused(op: Op, key: string): Promise<OperatorError> {
  await withdraw(op, key);
  return new OperatorError('E_SHARE_REFUSED');
}
