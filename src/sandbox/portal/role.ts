/** The hierarchy of P18, highest first. */
export const roles = [
  'SuperAdmin',
  'BrokerAdmin',
  'BrokerUser',
  'EmployerAdmin',
  'EmployerUser',
  'Member',
] as const;

export type Role = (typeof roles)[number];

/** What off-boarding sets a user's role to: such a user cannot sign in, and loses the sessions they have. */
export const DISABLED = 'Disabled';

export const isRole = (text: string): text is Role => (roles as readonly string[]).includes(text);

/** True when `role` is `least` or stands above it. */
export const ranksAtLeast = (role: Role, least: Role): boolean => roles.indexOf(role) <= roles.indexOf(least);
