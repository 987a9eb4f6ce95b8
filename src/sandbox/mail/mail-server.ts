import { isDeepStrictEqual } from 'node:util';
import { Hono, type Context } from 'hono';
import type { Clock } from '../clock.ts';
import type { Ids } from '../ids.ts';
import { outgoingMail, type CaughtMail, type MailStore, type OutgoingMail } from './mail-store.ts';

export type MailServerOptions = {
  readonly store: MailStore;
  readonly apiKey: string;
  readonly clock: Clock;
  readonly ids: Ids;
};

const IDEMPOTENCY_KEY_LIVES_MS = 24 * 60 * 60 * 1000;
const LIST_LIMIT = 20;
const BATCH_LIMIT = 100;

/**
 * Resend's HTTP API as its SDK uses it: send, batch, retrieve, list. A mail that arrives here goes nowhere else.
 * Errors have Resend's form `{ statusCode, name, message }`.
 */
export function createMailServer(
  options: MailServerOptions,
): (request: Request) => Response | Promise<Response> {
  const { store, apiKey } = options;
  const app = new Hono();
  app.use(async (c, next) => {
    const key = c.req.header('authorization')?.replace(/^Bearer /, '');
    if (key === undefined)
      return refuse(c, 401, 'missing_api_key', 'Missing API key in the authorization header.');
    if (key !== apiKey) return refuse(c, 403, 'invalid_api_key', 'API key is invalid.');
    return next();
  });
  app.post('/emails', (c) => send(c, options));
  app.post('/emails/batch', (c) => sendBatch(c, options));
  app.get('/emails', (c) => c.json(page(c, store)));
  app.get('/emails/:id', (c) => {
    const mail = store.find(c.req.param('id'));
    return mail === undefined ? refuse(c, 404, 'not_found', 'Email not found') : c.json(shown(mail));
  });
  app.notFound((c) => refuse(c, 404, 'not_found', 'The requested endpoint does not exist.'));
  return (request) => app.fetch(request);
}

const refuse = (c: Context, statusCode: 401 | 403 | 404 | 409 | 422, name: string, message: string) =>
  c.json({ statusCode, name, message }, statusCode);

/** A key that was used for the same mail within a day answers with that mail's id and sends nothing. */
async function send(c: Context, options: MailServerOptions): Promise<Response> {
  const parsed = outgoingMail.safeParse(await body(c));
  if (!parsed.success) return refuse(c, 422, 'validation_error', fault(parsed.error.issues));
  const key = c.req.header('idempotency-key') ?? null;
  const earlier = key === null ? undefined : usedBefore(key, options);
  if (earlier === undefined) return c.json({ id: keep(parsed.data, key, options) });
  if (isDeepStrictEqual(payload(earlier), parsed.data)) return c.json({ id: earlier.id });
  return refuse(
    c,
    409,
    'invalid_idempotent_request',
    'Same idempotency key used with a different request payload.',
  );
}

async function sendBatch(c: Context, options: MailServerOptions): Promise<Response> {
  const parsed = outgoingMail
    .array()
    .min(1)
    .max(BATCH_LIMIT)
    .safeParse(await body(c));
  if (!parsed.success) return refuse(c, 422, 'validation_error', fault(parsed.error.issues));
  return c.json({ data: parsed.data.map((mail) => ({ id: keep(mail, null, options) })) });
}

const body = (c: Context): Promise<unknown> => c.req.json().catch(() => undefined);

const fault = (issues: readonly { readonly path: readonly PropertyKey[] }[]): string =>
  `The \`${issues[0]?.path.map(String).join('.') ?? ''}\` field is missing or invalid.`;

function usedBefore(key: string, { store, clock }: MailServerOptions): CaughtMail | undefined {
  const since = clock.now().getTime() - IDEMPOTENCY_KEY_LIVES_MS;
  return store.list().find((mail) => mail.idempotencyKey === key && Date.parse(mail.created_at) > since);
}

function keep(
  mail: OutgoingMail,
  idempotencyKey: string | null,
  { store, clock, ids }: MailServerOptions,
): string {
  const id = ids.uuid();
  store.add({ ...mail, id, created_at: clock.now().toISOString(), idempotencyKey });
  return id;
}

const payload = ({ id: _id, created_at: _at, idempotencyKey: _key, ...mail }: CaughtMail) => mail;

const shown = ({ idempotencyKey: _key, ...mail }: CaughtMail) => ({
  object: 'email',
  cc: [],
  bcc: [],
  reply_to: [],
  html: null,
  text: null,
  scheduled_at: null,
  last_event: 'delivered',
  ...mail,
});

function page(c: Context, store: MailStore) {
  const { limit = String(LIST_LIMIT), after, before } = c.req.query();
  const all = store.list();
  const from = after === undefined ? 0 : all.findIndex(({ id }) => id === after) + 1;
  const to = before === undefined ? all.length : all.findIndex(({ id }) => id === before);
  const data = all.slice(from, to).slice(0, Number(limit));
  return { object: 'list', has_more: from + data.length < to, data: data.map(shown) };
}
