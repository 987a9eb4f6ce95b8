import type { ShareChannel } from '../../../../shared/model/hand-over.ts';

type Words = { readonly title: string; readonly about: string };

/** The channels as operators know them. */
export const channelWords: Readonly<Record<ShareChannel, Words>> = {
  onepassword: { title: '1Password', about: 'A share link that opens once' },
  bitwarden: { title: 'Bitwarden Send', about: 'A link that opens once and expires' },
  openpgp: { title: 'OpenPGP', about: 'A file that only the broker’s key opens' },
  manual: { title: 'By hand', about: 'You read it out, and say how and to whom' },
};
