/** The secure ways to hand a credential over (P10). Never plain e-mail. */
export const shareChannels = ['onepassword', 'bitwarden', 'openpgp', 'manual'] as const;
export type ShareChannel = (typeof shareChannels)[number];
