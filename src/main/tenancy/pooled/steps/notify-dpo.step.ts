import { z } from 'zod';
import { OperatorError } from '../../../../shared/errors/operator-error.ts';
import { automaticStep, type Observed } from '../../../engine/step.ts';
import type { MailMessage } from '../../../ports/mail.port.ts';
import type { OffboardContext } from '../offboard-context.ts';
import { findResidue } from './find-residue.step.ts';
import { startRetention } from './start-retention.step.ts';

const receipt = z.object({ messageId: z.string() });
type Receipt = z.infer<typeof receipt>;

const subjectOf = ({ run }: OffboardContext): string => `Off-boarding of ${run.tenantId} (${run.runId})`;

/** Tells the DPO what was erased and what is kept until when, for the record of Art. 30 GDPR (P17). No personal data. */
export const notifyDpo = automaticStep({
  id: 'pooled.notify-dpo',
  title: 'Notify the DPO',
  about: 'Gives the DPO what the Art. 30 register needs.',
  receipt,
  observe: async (ctx: OffboardContext): Promise<Observed<Receipt>> => {
    if (ctx.findReceipt(startRetention) === undefined) return { state: 'absent' };
    const sent = await (await ctx.ports.mail()).sentTo(ctx.input.dpo.email);
    const ours = sent.find(({ subject }) => subject === subjectOf(ctx));
    return ours === undefined ? { state: 'absent' } : { state: 'present', receipt: { messageId: ours.id } };
  },
  plan: () => [{ verb: 'send', object: 'notice to the DPO', count: 1, statements: [] }],
  undo: { none: 'an e-mail cannot be called back' },
  apply: async (ctx: OffboardContext) => {
    const { id } = await (await ctx.ports.mail()).send(noticeOf(ctx));
    return { messageId: id };
  },
});

function noticeOf(ctx: OffboardContext): MailMessage {
  const { input, ports, run } = ctx;
  if (ports.connection.mail === undefined) throw new OperatorError('E_MAIL_NOT_CONFIGURED');
  const { tables, reidentification } = ctx.receiptOf(findResidue);
  const { schemeRecordsUntil } = ctx.receiptOf(startRetention);
  const rows = tables.reduce((sum, each) => sum + each.rows, 0);
  return {
    from: ports.connection.mail.from,
    to: input.dpo.email,
    subject: subjectOf(ctx),
    text: [
      `Controller: ${input.legalName} (${run.tenantId})`,
      'Data subjects: scheme members, users of the portal, key function holders, contacts of employers.',
      'Data erased: names, e-mail addresses, phone numbers, PPS numbers, dates of birth, addresses, sign-in addresses.',
      `Proof: ${rows} rows in ${tables.length} tables were searched for every known value; none was found.`,
      `Kept: records of schemes, pseudonymised, until ${schemeRecordsUntil}.`,
      `Re-identification: ${reidentification.groups} groups of members share what is kept; the smallest has ${reidentification.smallest}, ${reidentification.below} have fewer than five.`,
      '',
      `Run ${run.runId}; its certificate can be verified offline.`,
      '',
    ].join('\n'),
    idempotencyKey: `${run.runId}/pooled.notify-dpo`,
  };
}
