/** What every new broker starts with (P8; source 3 “Tenant Provisioning”). */
export type EmailTemplate = { readonly templateKey: string; readonly subject: string; readonly body: string };

export const emailTemplates: readonly EmailTemplate[] = [
  {
    templateKey: 'member-enrolment',
    subject: 'Welcome to {{schemeName}}',
    body: 'Dear {{memberName}},\n\nYou have been enrolled in {{schemeName}}. Sign in to see your details.\n',
  },
  {
    templateKey: 'contribution-reminder',
    subject: 'Contribution due for {{schemeName}}',
    body: 'The contribution of {{employerName}} for {{period}} is due on {{dueOn}}.\n',
  },
  {
    templateKey: 'policy-review-due',
    subject: 'Policy review due: {{policyTitle}}',
    body: 'The written policy “{{policyTitle}}” of {{schemeName}} is due for review on {{dueOn}}.\n',
  },
  {
    templateKey: 'password-reset',
    subject: 'Reset your password',
    body: 'Someone asked to reset the password of your account. If it was you, follow {{link}}.\n',
  },
];

/** `month` and `day` of the next time it falls due; the year follows from the day of provisioning. */
export type CalendarDefault = {
  readonly title: string;
  readonly description: string;
  readonly month: number;
  readonly day: number;
  readonly recurrence: 'yearly' | 'quarterly';
};

/** Recurring duties of an Irish occupational pension scheme's trustees under IORP II. */
export const complianceCalendar: readonly CalendarDefault[] = [
  {
    title: 'Annual compliance statement',
    description: 'Trustees’ annual compliance statement for the previous year.',
    month: 1,
    day: 31,
    recurrence: 'yearly',
  },
  {
    title: 'Own-risk assessment review',
    description: 'Check whether the own-risk assessment (ORA) must be renewed: at least every three years.',
    month: 6,
    day: 30,
    recurrence: 'yearly',
  },
  {
    title: 'Written policies review',
    description: 'Review risk, audit, outsourcing and remuneration policies.',
    month: 9,
    day: 30,
    recurrence: 'yearly',
  },
  {
    title: 'Trustee annual report and audited accounts',
    description: 'To be available within nine months of the scheme year’s end.',
    month: 9,
    day: 30,
    recurrence: 'yearly',
  },
];

/** The next day on or after `from` that falls on the default's month and day; ISO date in UTC. */
export function nextDue({ month, day }: Pick<CalendarDefault, 'month' | 'day'>, from: Date): string {
  const thisYear = new Date(Date.UTC(from.getUTCFullYear(), month - 1, day));
  const today = Date.UTC(from.getUTCFullYear(), from.getUTCMonth(), from.getUTCDate());
  const due =
    thisYear.getTime() >= today ? thisYear : new Date(Date.UTC(from.getUTCFullYear() + 1, month - 1, day));
  return due.toISOString().slice(0, 10);
}
