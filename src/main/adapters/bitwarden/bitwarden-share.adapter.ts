import { z } from 'zod';
import { OperatorError } from '../../../shared/errors/operator-error.ts';
import { Secret } from '../../../shared/model/secret.ts';
import type { RunCommand } from '../../ports/command.port.ts';
import type { SecretShare, ShareRequest, Shared } from '../../ports/secret-share.port.ts';
import { bwCommand, understood, type Bw } from './bw-command.ts';

const created = z.object({ id: z.string().regex(/^[\w-]+$/), accessUrl: z.url({ protocol: /^https?$/ }) });
const listed = z.array(z.object({ id: z.string().regex(/^[\w-]+$/), notes: z.string().nullish() }));

/** A Bitwarden Send that opens once and then is gone (P10), by the `bw` command. */
export function bitwardenShare(run: RunCommand): SecretShare {
  const bw = bwCommand(run);
  return {
    channel: 'bitwarden',
    available: () => bw.available(),
    async share(secret, request) {
      await withdraw(bw, request.key);
      return share(bw, secret, request);
    },
    withdraw: (key) => withdraw(bw, key),
  };
}

async function share(bw: Bw, secret: Secret, request: ShareRequest): Promise<Shared> {
  const answer = await bw.call(['send', 'create'], encoded(secret, request));
  if (answer === 'failed') {
    // Nobody was given a link, so once whatever there is is gone nothing is shared.
    await withdraw(bw, request.key);
    throw new OperatorError('E_SHARE_REFUSED');
  }
  const { id, accessUrl } = understood(created, answer);
  const expiresAt = request.expiresAt.toISOString();
  return { receipt: { channel: 'bitwarden', reference: id, expiresAt }, link: new Secret(accessUrl) };
}

/** The object of `bw send template send.text`, in the base 64 that `bw send create` reads from its standard input. */
function encoded(secret: Secret, { key, label, expiresAt }: ShareRequest): Secret {
  const send = {
    object: 'send',
    type: 0,
    name: label,
    notes: noteOf(key),
    text: { text: secret.reveal(), hidden: true },
    file: null,
    maxAccessCount: 1,
    deletionDate: expiresAt.toISOString(),
    expirationDate: expiresAt.toISOString(),
    password: null,
    disabled: false,
    hideEmail: false,
  };
  return new Secret(Buffer.from(JSON.stringify(send)).toString('base64'));
}

/** Private to the sender: everything this console made under this key, and nothing else, carries it. */
function noteOf(key: string): string {
  if (/^\w[\w.-]{0,127}$/.test(key)) return `tenant-console/${key}`;
  throw new OperatorError('E_INVALID_INPUT', { message: 'The key of a share has an unusual character.' });
}

async function withdraw(bw: Bw, key: string): Promise<number> {
  const note = noteOf(key);
  const ready = await bw.available();
  if (!ready.ok) throw new OperatorError('E_SHARE_UNAVAILABLE', { message: ready.reason });
  // The list comes from this machine's copy, which may not know yet what an attempt that was cut off has left.
  await done(bw, ['sync']);
  const sends = understood(listed, await done(bw, ['send', 'list']));
  const ours = sends.filter(({ notes }) => notes === note);
  for (const { id } of ours) await done(bw, ['send', 'delete', id]);
  return ours.length;
}

async function done(bw: Bw, args: readonly string[]): Promise<Secret> {
  const answer = await bw.call(args);
  if (answer === 'failed') throw new OperatorError('E_SHARE_IN_DOUBT');
  return answer;
}
