import { OperatorError } from '../../../shared/errors/operator-error.ts';
import type { MailMessage } from '../../ports/mail.port.ts';
import type { PooledContext } from './pooled-context.ts';

/** The welcome e-mail (P9): where the portal is and under which name to sign in. The password travels another way. */
export function welcomeMail({ input, ports, run }: PooledContext): MailMessage {
  const { portal, mail } = ports.connection;
  if (portal === undefined) throw new OperatorError('E_PORTAL_NOT_CONFIGURED');
  if (mail === undefined) throw new OperatorError('E_MAIL_NOT_CONFIGURED');
  return {
    from: mail.from,
    to: input.contact.email,
    // The brokerId makes the subject this tenant's own: a run that was cut off finds its message by it.
    subject: `Welcome, ${input.legalName} (${run.tenantId})`,
    text: [
      `Dear ${input.contact.name},`,
      '',
      `your portal for ${input.legalName} is ready.`,
      '',
      `  Address: ${portal.url}`,
      `  Login:   ${input.contact.email}`,
      '',
      'Your temporary password reaches you separately, over the secure channel agreed with you. It is never sent by e-mail.',
      'The portal asks you for a password of your own when you sign in for the first time.',
      '',
    ].join('\n'),
    idempotencyKey: `${run.runId}/pooled.send-welcome`,
  };
}
