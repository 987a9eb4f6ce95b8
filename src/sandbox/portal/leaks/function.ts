import { members, schemes, emailTemplates, employers } from '../services/resources.ts';
import type { Leak } from '../leak.ts';
import type { PortalContext } from '../portal-context.ts';
import type { Mail } from '../mailer.ts';
import type { Resource } from '../services/resource.ts';
import { scopedQuery } from '../services/scoped-query.ts';
import { afterwards, amend } from './means/answer.ts';
import { asks, bodyOf, itemOf, listOf, type Call } from './means/fit.ts';
import { inPath } from './means/strangers.ts';
import { tellOfStranger } from './means/tell-of-stranger.ts';
import { planted, plantedSubtly } from './planted.ts';

const leak = planted('function');
const subtle = plantedSubtly('function');

/** Sends another mail, or none, in the place of the one that a service wants to send. */
const mailing = (
  change: (mail: Mail, context: PortalContext) => Promise<Mail | undefined>,
): Pick<Leak, 'context'> => ({
  context: (clean) => ({
    mailer: {
      send: async (mail, key) => {
        const changed = await change(mail, clean);
        return changed === undefined ? true : clean.mailer.send(changed, key);
      },
    },
  }),
});

/** Work that is not done, is done with somebody else’s things, or for somebody else. */
export const functionLeaks: readonly Leak[] = [
  leak(
    [
      'function-assistant-of-others',
      'The assistant answers from another tenant’s calendar',
      'Every answer of the assistant ends with a date of another tenant.',
    ],
    afterwards(asks('POST', listOf('assistant')), tellOfStranger),
  ),
  subtle(
    [
      'function-assistant-mute',
      'The assistant says nothing',
      'The assistant answers with status 200 and an empty text.',
    ],
    afterwards(asks('POST', listOf('assistant')), (c) =>
      amend(c, () => ({ data: { answer: '', sources: [] } })),
    ),
  ),
  leak(
    [
      'function-mail-unsent',
      'Enrolment mails are not sent',
      'The mail to a new member is recorded as sent, and never handed to the mail service.',
    ],
    mailing(() => Promise.resolve(undefined)),
  ),
  subtle(
    [
      'function-mail-of-others',
      'Enrolment mails in another tenant’s words',
      'The text of the mail to a new member comes from the first template there is, whosever it is.',
    ],
    mailing(async (mail, context) => ({ ...mail, ...(await firstTemplate(context)) })),
  ),
  subtle(
    [
      'function-mail-to-others',
      'Enrolment mails to another tenant’s client',
      'The mail to a new member goes to the contact of the first employer there is.',
    ],
    mailing(async (mail, { db }) => {
      const [first] = await oldest(db, employers);
      const to = first?.['contactEmail'];
      return typeof to === 'string' ? { ...mail, to } : mail;
    }),
  ),
  leak(
    [
      'function-create-unkept',
      'New schemes are not kept',
      'POST /api/schemes answers with a scheme that is gone again right after.',
    ],
    afterwards(asks('POST', listOf(schemes.name)), async (c, { db }) => {
      if (!c.res.ok) return;
      const { data } = (await c.res.clone().json()) as { readonly data: { readonly id: string } };
      await db.deleteFrom('schemes').where('id', '=', data.id).execute();
    }),
  ),
  subtle(
    [
      'function-update-unkept',
      'Changes of members are not kept',
      'PATCH /api/members/{id} answers with the changed member, and stores it as it was.',
    ],
    {
      middleware: (context) => async (c, next) => {
        const before = asks('PATCH', itemOf(members.name))(c) ? await rowBefore(c, context) : undefined;
        await next();
        if (before === undefined || !c.res.ok) return;
        const fields = Object.keys(await bodyOf(c)).filter((name) => Object.hasOwn(before, name));
        const restored = Object.fromEntries(fields.map((name) => [name, before[name]]));
        await context.db.updateTable('members').set(restored).where('id', '=', before['id']).execute();
      },
    },
  ),
];

const oldest = (db: PortalContext['db'], resource: Resource) =>
  scopedQuery(db, resource, {})
    .selectAll(resource.table)
    .orderBy('createdAt')
    .orderBy('id')
    .limit(1)
    .execute();

async function firstTemplate({ db }: PortalContext): Promise<Pick<Mail, 'subject' | 'text'>> {
  const [first] = await oldest(db, emailTemplates);
  return { subject: String(first?.['subject']), text: String(first?.['body']) };
}

async function rowBefore(
  c: Call,
  { db }: PortalContext,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const target = await inPath(c);
  return db.selectFrom('members').selectAll().where('id', '=', target?.id).executeTakeFirst();
}
