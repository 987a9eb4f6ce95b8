import { OperatorError } from '../../../shared/errors/operator-error.ts';
import type { MailMessage } from '../../ports/mail.port.ts';
import type { DatabaseContext } from './database-context.ts';
import { slugOf } from './intake.ts';

/** The slug makes the subject this tenant's own: a run that was cut off finds its message by it. */
export const invitationSubject = ({ input }: DatabaseContext): string =>
  `Your invitation to ${input.legalName} (${slugOf(input)})`;

/** The invitation with its first-sign-in link. Errors: `E_PORTAL_NOT_CONFIGURED`, `E_MAIL_NOT_CONFIGURED`. */
export function invitationMail(
  ctx: DatabaseContext,
  token: string,
  inviteHash: string,
  expiresAt: Date,
): MailMessage {
  const { portal, mail } = ctx.ports.connection;
  if (portal === undefined) throw new OperatorError('E_PORTAL_NOT_CONFIGURED');
  if (mail === undefined) throw new OperatorError('E_MAIL_NOT_CONFIGURED');
  const { name, email } = ctx.input.contact;
  const link = new URL(`/first-sign-in?tenant=${slugOf(ctx.input)}&token=${token}`, portal.url);
  return {
    from: mail.from,
    to: email,
    subject: invitationSubject(ctx),
    text: [
      `Dear ${name},`,
      '',
      `${ctx.input.legalName} is ready. Sign in for the first time here, and choose your password:`,
      '',
      `  ${link.href}`,
      '',
      `The link opens once, until ${expiresAt.toISOString()}.`,
      '',
    ].join('\n'),
    // Another token is another message: a key may not be used for two.
    idempotencyKey: `${ctx.run.runId}/database.send-invitation/${inviteHash}`,
  };
}
