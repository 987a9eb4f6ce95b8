// Stands in for Bitwarden's `bw`: status, sync, send create from standard input, send list, send delete.
import { complain, keep, serve, shares, signedIn } from './stand-in-command.ts';

type Send = {
  readonly type: number;
  readonly name: string;
  readonly notes: string;
  readonly text: { readonly text: string; readonly hidden: boolean };
  readonly maxAccessCount: number;
  readonly deletionDate: string;
};

function create(input: string): string {
  const send = JSON.parse(Buffer.from(input, 'base64').toString()) as Send;
  if (!(Date.parse(send.deletionDate) > Date.now()))
    complain('Must specify a valid deletion date after the current time');
  if (send.type !== 0) complain('Unknown Send type');
  const id = `5e4d0000-0000-4000-8000-${String(Date.now()).slice(-12).padStart(12, '0')}`;
  const link = `https://send.bitwarden.com/#${id}/${send.maxAccessCount === 1 ? 'once' : 'often'}`;
  keep([...shares(), { id, key: send.notes, title: send.name, secret: send.text.text, link, links: 1 }]);
  return JSON.stringify({ object: 'send', id, accessUrl: link, name: send.name, notes: send.notes });
}

serve('bw', (all, input) => {
  if (all[0] !== '--nointeraction') complain('? Master password: [input is hidden]');
  const [noun, verb, id] = all.slice(1);
  const unlocked = signedIn() && process.env['BW_SESSION'] !== undefined;
  if (noun === 'status') return JSON.stringify({ serverUrl: null, status: unlocked ? 'unlocked' : 'locked' });
  if (!unlocked) complain('Vault is locked.');
  if (noun === 'sync') return 'Syncing complete.';
  if (noun !== 'send') complain(`unknown command '${noun}'`);
  if (verb === 'create') return create(input);
  if (verb === 'list')
    return JSON.stringify([
      { id: '11111111-0000-4000-8000-000000000000', name: 'not ours', notes: null },
      ...shares().map((each) => ({ id: each.id, name: each.title, notes: each.key, accessUrl: each.link })),
    ]);
  if (verb !== 'delete' || !shares().some((each) => each.id === id)) complain('Not found.');
  keep(shares().filter((each) => each.id !== id));
  return '';
});
