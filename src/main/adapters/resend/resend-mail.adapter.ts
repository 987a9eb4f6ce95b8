import type { ErrorResponse, GetEmailResponseSuccess, Response } from 'resend';
import { OperatorError } from '../../../shared/errors/operator-error.ts';
import { isLoopbackHost } from '../../../shared/model/loopback.ts';
import type { Secret } from '../../../shared/model/secret.ts';
import type { FailPoints } from '../../ports/fail-points.port.ts';
import type { Mail, MailState } from '../../ports/mail.port.ts';
import { ResendClient } from './resend-client.ts';

export type ResendOptions = {
  readonly apiKey: Secret;
  /** Default Resend's own. Clear text is for this machine alone. */
  readonly baseUrl?: string;
  /** For one request, in milliseconds. Default 15,000. */
  readonly timeoutMs?: number;
  readonly failPoints?: FailPoints | undefined;
};

const pageSize = 100;
const pagesLookedBack = 3;

/** Mail through Resend (P9). Errors: those of the port, and `E_INVALID_INPUT` for an address that is not safe to use. */
export function resendMail(options: ResendOptions): Mail {
  const { apiKey, baseUrl = 'https://api.resend.com', timeoutMs = 15_000, failPoints } = options;
  const client = new ResendClient(apiKey.reveal(), checked(baseUrl), timeoutMs);
  return {
    async send({ idempotencyKey, from, to, subject, text, html }) {
      const message = { from, to, subject, text, ...(html === undefined ? {} : { html }) };
      failPoints?.reach('mail.before-send');
      const { id } = accepted(await client.emails.send(message, { idempotencyKey }));
      failPoints?.reach('mail.after-send');
      return { id };
    },
    observe: (id) => onlyReading(() => observe(client, id)),
    sentTo: (address) => onlyReading(() => sentTo(client, address)),
    wordsOf: (id) => onlyReading(() => wordsOf(client, id)),
  };
}

async function observe(client: ResendClient, id: string): Promise<MailState | undefined> {
  const answer = await client.emails.get(id);
  if (answer.error?.statusCode === 404) return undefined;
  return states[accepted(answer).last_event];
}

async function wordsOf(client: ResendClient, id: string): Promise<string | undefined> {
  const answer = await client.emails.get(id);
  if (answer.error?.statusCode === 404) return undefined;
  const { subject, text, html } = accepted(answer);
  return [subject, text ?? '', html ?? ''].join('\n');
}

async function sentTo(client: ResendClient, address: string) {
  const found: { readonly id: string; readonly subject: string }[] = [];
  let after: string | undefined;
  for (let page = 0; page < pagesLookedBack; page++) {
    const query = { limit: pageSize, ...(after === undefined ? {} : { after }) };
    const { data, has_more } = accepted(await client.emails.list(query));
    found.push(
      ...data
        .filter(({ to }) => to.some((each) => isAddress(each, address)))
        .map(({ id, subject }) => ({ id, subject })),
    );
    after = data.at(-1)?.id;
    if (!has_more || after === undefined) break;
  }
  return found;
}

const states = {
  scheduled: 'scheduled',
  queued: 'queued',
  sent: 'sent',
  delivery_delayed: 'delayed',
  delivered: 'delivered',
  opened: 'delivered',
  clicked: 'delivered',
  bounced: 'bounced',
  complained: 'complained',
  suppressed: 'suppressed',
  failed: 'failed',
  canceled: 'cancelled',
} as const satisfies Record<GetEmailResponseSuccess['last_event'], MailState>;

/** `Name <address>` or the address alone; the letters' case does not count. */
function isAddress(mailbox: string, address: string): boolean {
  const bare = /<([^>]+)>\s*$/.exec(mailbox)?.[1] ?? mailbox;
  return bare.trim().toLowerCase() === address.trim().toLowerCase();
}

function accepted<T>(answer: Response<T>): T {
  if (answer.error === null) return answer.data;
  const { error } = answer;
  // The service's words may name the recipient: they stay in the cause, which goes nowhere.
  const details = { status: error.statusCode ?? 0, reason: error.name };
  throw new OperatorError(codeOf(error), { details, cause: new Error(error.message) });
}

function codeOf({ name, statusCode }: ErrorResponse) {
  const status = statusCode ?? 500;
  if (status === 401 || name === 'invalid_api_key' || name === 'restricted_api_key') return 'E_MAIL_AUTH';
  if (status === 429) return 'E_MAIL_RATE_LIMITED';
  // Another request with the same key is still under way, or the service broke while it had the message.
  if (name === 'concurrent_idempotent_requests' || status >= 500) return 'E_MAIL_IN_DOUBT';
  return 'E_MAIL_REJECTED';
}

/** What only reads cannot leave anything in doubt. */
async function onlyReading<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof OperatorError) || error.code !== 'E_MAIL_IN_DOUBT') throw error;
    throw new OperatorError('E_MAIL_UNREACHABLE', {
      message: 'The mail service did not answer.',
      cause: error,
    });
  }
}

function checked(baseUrl: string): string {
  const url = URL.parse(baseUrl);
  const host = url?.hostname.replace(/^\[|\]$/g, '') ?? '';
  if (url?.protocol !== 'https:' && !(url?.protocol === 'http:' && isLoopbackHost(host)))
    throw new OperatorError('E_INVALID_INPUT', { message: 'The address of the mail service must be https.' });
  return baseUrl.replace(/\/$/, '');
}
