import { Hono, type Context, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { getCookie, setCookie } from 'hono/cookie';
import { channels } from '../../../shared/contract/index.ts';
import type { ErrorCode } from '../../../shared/errors/catalogue/index.ts';
import { isOperatorError, OperatorError } from '../../../shared/errors/operator-error.ts';
import type { Console } from '../../compose.ts';
import type { ReportDefect } from '../defect-log.ts';
import { refusal, type Dispatch } from '../dispatcher.ts';
import type { EventFeed } from '../event-feed.ts';
import { MAX_CALL_LENGTH } from '../plain-json.ts';
import { guardHeaders, readScreen } from '../screens.ts';
import type { Access } from './access.ts';
import { lockedPage, welcomePage } from './entry-pages.ts';
import { eventStream } from './event-stream.ts';
import { isOwnOrigin } from './same-origin.ts';

export type WebParts = {
  readonly port: number;
  /** Folder of the built screens. */
  readonly screens: string;
  readonly access: Access;
  readonly dispatch: Dispatch;
  readonly feed: EventFeed;
  readonly report: ReportDefect;
  readonly ids: Pick<Console['ids'], 'bytes'>;
};

type Env = { Variables: { nonce: string } };

/**
 * The console over HTTP, for the browser on this machine: screens, calls and events. Whoever is not its own page, or was not let in,
 * gets a refusal with a code and nothing else.
 */
export function webApp(parts: WebParts): Hono<Env> {
  const app = new Hono<Env>();
  app.use(headers(parts), ownOrigin(parts));
  app.get('/', letIn(parts));
  app.use(session(parts));
  app.post(`${channels.callPath}:name`, jsonOnly, sizeLimit, async (c) => {
    const result = await parts.dispatch(c.req.param('name'), await c.req.text());
    return c.json(result, !result.ok && result.error.code === 'E_UNKNOWN_CALL' ? 404 : 200);
  });
  app.get(channels.eventsPath, async (c) =>
    c.body(await eventStream(parts.feed, lastSeen(c)), 200, { 'content-type': 'text/event-stream' }),
  );
  app.get('*', async (c) => {
    const screen = await readScreen(parts.screens, new URL(c.req.url).pathname, c.get('nonce'));
    return screen === undefined ? c.notFound() : c.body(screen.body, 200, { ...screen.headers });
  });
  app.notFound((c) => refuse(c, 404, 'E_UNKNOWN_CALL'));
  app.onError(answerError(parts.report));
  return app;
}

/** Every answer is guarded and kept nowhere; a screen says otherwise for itself. */
const headers =
  ({ ids }: WebParts): MiddlewareHandler<Env> =>
  async (c, next) => {
    const nonce = Buffer.from(ids.bytes(16)).toString('base64');
    c.set('nonce', nonce);
    await next();
    for (const [name, value] of Object.entries(guardHeaders(nonce))) c.header(name, value);
    if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store');
  };

const ownOrigin =
  ({ port }: WebParts): MiddlewareHandler<Env> =>
  async (c, next) => {
    const asked = { method: c.req.method, header: (name: string) => c.req.header(name) };
    return isOwnOrigin(asked, port) ? next() : refuse(c, 403, 'E_CALLER_FOREIGN');
  };

const cookieName = ({ port }: WebParts): string => `tenant-console-${port}`;

/** Turns a one-time token into a session; says what to do to whoever has neither. */
const letIn =
  (parts: WebParts): MiddlewareHandler<Env> =>
  async (c, next) => {
    const token = c.req.query('token');
    const opened = token === undefined ? undefined : parts.access.redeem(token);
    if (opened !== undefined) {
      setCookie(c, cookieName(parts), opened, { httpOnly: true, sameSite: 'Strict', path: '/' });
      return c.html(welcomePage);
    }
    return parts.access.isSession(getCookie(c, cookieName(parts))) ? next() : c.html(lockedPage, 401);
  };

const session =
  (parts: WebParts): MiddlewareHandler<Env> =>
  async (c, next) =>
    parts.access.isSession(getCookie(c, cookieName(parts))) ? next() : refuse(c, 401, 'E_CONSOLE_SESSION');

/** A form of another page cannot send this type without asking first. */
const jsonOnly: MiddlewareHandler<Env> = async (c, next) =>
  /^application\/json\s*(;|$)/i.test(c.req.header('content-type') ?? '')
    ? next()
    : refuse(c, 415, 'E_INVALID_INPUT');

/** What was not read of the body would stand before the next request of the connection, so there is none. */
const sizeLimit = bodyLimit({
  maxSize: MAX_CALL_LENGTH,
  onError: (c) => {
    c.header('connection', 'close');
    return refuse(c, 413, 'E_CALL_TOO_LARGE');
  },
});

/** The browser says it itself when it reconnects. */
function lastSeen(c: Context<Env>): number | undefined {
  const said = c.req.header('last-event-id') ?? c.req.query('after');
  if (said === undefined) return undefined;
  if (/^\d{1,15}$/.test(said)) return Number(said);
  throw new OperatorError('E_INVALID_INPUT', { details: { problems: ['after: a number of entries'] } });
}

type Refused = 400 | 401 | 403 | 404 | 413 | 415 | 500;

const refuse = (c: Context, status: Refused, code: ErrorCode) =>
  c.json(refusal(new OperatorError(code)), status);

const answerError =
  (report: ReportDefect) =>
  async (error: Error, c: Context): Promise<Response> => {
    if (isOperatorError(error)) return c.json(refusal(error), 400);
    const reference = await report(error, `web ${c.req.method}`);
    return c.json(refusal(new OperatorError('E_UNEXPECTED', { details: { reference } })), 500);
  };
