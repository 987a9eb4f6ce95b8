// Stands in for 1Password's `op` 2: whoami, item create from standard input, item share, item list by tag, item delete.
import { complain, keep, serve, shares, signedIn } from './stand-in-command.ts';

type Template = {
  readonly title: string;
  readonly category: string;
  readonly tags: readonly string[];
  readonly fields: readonly { readonly id: string; readonly type: string; readonly value: string }[];
};

const option = (args: readonly string[], name: string): string | undefined =>
  args.includes(name) ? args[args.indexOf(name) + 1] : undefined;

function create(args: readonly string[], input: string): string {
  if (!args.includes('-')) complain('[ERROR] no template on standard input');
  const template = JSON.parse(input) as Template;
  const field = template.fields.find(({ id }) => id === 'password');
  if (template.category !== 'PASSWORD' || field?.type !== 'CONCEALED') complain('[ERROR] invalid template');
  const id = `item${shares().length}${Date.now()}`;
  keep([...shares(), { id, key: template.tags[0]!, title: template.title, secret: field.value, links: 0 }]);
  return JSON.stringify({ id, title: template.title, fields: [{ id: 'password', value: '[use --reveal]' }] });
}

function share(args: readonly string[]): string {
  const [, , id] = args;
  if (!/^\d+[smhdw]$/.test(option(args, '--expires-in') ?? '7d')) complain('[ERROR] invalid duration');
  const link = `https://share.1password.com/s#${id}-once-${args.includes('--view-once')}`;
  if (!shares().some((each) => each.id === id)) complain(`[ERROR] "${id}" isn't an item`);
  keep(shares().map((each) => (each.id === id ? { ...each, link, links: each.links + 1 } : each)));
  return `${link}\n`;
}

serve('op', (args, input) => {
  if (!signedIn()) complain('[ERROR] account is not signed in');
  const [noun, verb, id] = args;
  if (noun === 'whoami') return 'URL: https://test.1password.com\n';
  if (noun !== 'item') complain(`[ERROR] unknown command "${noun}"`);
  if (verb === 'create') return create(args, input);
  if (verb === 'share') return share(args);
  if (verb === 'list')
    return JSON.stringify(
      shares()
        .filter(({ key }) => key === option(args, '--tags'))
        .map((each) => ({ id: each.id, title: each.title, tags: [each.key] })),
    );
  if (verb !== 'delete' || !shares().some((each) => each.id === id))
    complain(`[ERROR] "${id}" isn't an item`);
  keep(shares().filter((each) => each.id !== id));
  return '';
});
