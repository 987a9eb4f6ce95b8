import { isOperatorError, OperatorError } from '../../../shared/errors/operator-error.ts';
import { Secret } from '../../../shared/model/secret.ts';
import type { IdSource } from '../../ports/id-source.port.ts';
import type { PortalLimits, PortalRequest, PortalResponse, PortalSession } from '../../ports/portal.port.ts';
import type { ActorName } from '../probe.ts';
import type { SuiteLimits, SuitePorts } from './suite-ports.ts';
import { Turns } from './turns.ts';

/** Failures in a row after which a portal is taken for gone. */
const PATIENCE = 5;

/** Answers in a row that are none, after which the same is done. */
const TROUBLE_PATIENCE = 30;

type ExchangeLimits = Required<PortalLimits>;

/**
 * Asks the portal as one of the cast, within the limits. A portal that fails again and again is not asked any more, so that
 * the suite ends in bounded time whatever the portal does.
 */
export class Asking {
  readonly #ports: SuitePorts;
  readonly #limits: SuiteLimits;
  readonly #turns: Turns;
  readonly #cast = new Map<ActorName, PortalSession | 'anonymous'>([['anonymous', 'anonymous']]);
  readonly #until: number;
  /** Stands in requests for eight letters and digits that are fresh each time one goes out. */
  readonly unique: string;
  #failures = 0;
  #troubled = 0;
  #gone: OperatorError | undefined;

  constructor(ports: SuitePorts, limits: SuiteLimits) {
    this.#ports = ports;
    this.#limits = limits;
    this.#turns = new Turns(limits.concurrency);
    this.unique = freshText(ports.ids);
    this.#until = ports.clock.monotonicMs() + limits.deadlineMs;
  }

  /** Why the portal is not asked any more. */
  get gone(): OperatorError | undefined {
    return this.#gone;
  }

  play(actor: ActorName, session: PortalSession): void {
    this.#cast.set(actor, session);
  }

  /** Nobody plays it any more: whatever is asked as this actor stays open. */
  dismiss(actor: ActorName): void {
    this.#cast.delete(actor);
  }

  plays(actor: ActorName): boolean {
    return this.#cast.has(actor);
  }

  sessionOf(actor: ActorName): PortalSession | 'anonymous' {
    const session = this.#cast.get(actor);
    if (session === undefined) throw new OperatorError('E_PROBE_ACTOR_MISSING', { details: { actor } });
    return session;
  }

  /** Errors: those of `Portal.request`, `E_PROBE_ACTOR_MISSING`, `E_ISOLATION_DEADLINE`, `E_CANCELLED`. */
  async ask(
    actor: ActorName,
    request: PortalRequest,
    cookies: Readonly<Record<string, string>> = {},
  ): Promise<PortalResponse> {
    const { portal } = this.#ports;
    const session = withCookies(this.sessionOf(actor), cookies);
    const answer = await this.within((limits) =>
      portal.request(session.actor, this.#renewed(withCookieHeader(request, session.rest)), limits),
    );
    this.#weigh(answer);
    return answer;
  }

  /** One exchange within the limits, counted for or against the portal. It waits until one of the others is over. */
  within<T>(exchange: (limits: ExchangeLimits) => Promise<T>): Promise<T> {
    return this.#turns.take(() => this.#counting(exchange));
  }

  async #counting<T>(exchange: (limits: ExchangeLimits) => Promise<T>): Promise<T> {
    this.#refuse();
    const { timeoutMs, maxBytes } = this.#limits;
    try {
      const answer = await exchange({ signal: this.#ports.signal, timeoutMs, maxBytes });
      this.#failures = 0;
      return answer;
    } catch (error) {
      throw this.#counted(error);
    }
  }

  /** What must be unique in a portal must not be refused because an earlier question has named it already. */
  #renewed(request: PortalRequest): PortalRequest {
    const text = request.body === undefined ? '' : JSON.stringify(request.body);
    if (!text.includes(this.unique)) return request;
    const body: unknown = JSON.parse(text.replaceAll(this.unique, freshText(this.#ports.ids)));
    return { ...request, body };
  }

  /** A portal that only says that it cannot answer is as good as gone. */
  #weigh(answer: PortalResponse): void {
    this.#troubled = isTrouble(answer) ? this.#troubled + 1 : 0;
    if (this.#troubled < TROUBLE_PATIENCE) return;
    const message =
      'The portal has stopped answering questions: it breaks, defers, leads elsewhere or shows pages.';
    this.#gone ??= new OperatorError('E_PORTAL_BAD_ANSWER', { message, details: { status: answer.status } });
  }

  #refuse(): void {
    if (this.#ports.signal.aborted) throw new OperatorError('E_CANCELLED');
    if (this.#gone !== undefined) throw this.#gone;
    if (this.#ports.clock.monotonicMs() > this.#until) throw new OperatorError('E_ISOLATION_DEADLINE');
  }

  #counted(error: unknown): unknown {
    if (this.#ports.signal.aborted) return new OperatorError('E_CANCELLED', { cause: error });
    if (!isOperatorError(error)) return error;
    this.#failures += 1;
    if (this.#failures >= PATIENCE || error.code === 'E_PORTAL_TLS') this.#gone = error;
    return error;
  }
}

/** Eight letters and digits. */
export const freshText = (ids: IdSource): string => Buffer.from(ids.bytes(4)).toString('hex');

const isTrouble = ({ status, truncated, json, text }: PortalResponse): boolean =>
  truncated ||
  status >= 500 ||
  status === 429 ||
  (status >= 300 && status < 400) ||
  (status < 300 && json === undefined && text.trim() !== '');

type WithCookies = { readonly actor: PortalSession | 'anonymous'; readonly rest: readonly string[] };

function withCookies(
  actor: PortalSession | 'anonymous',
  cookies: Readonly<Record<string, string>>,
): WithCookies {
  const added = Object.entries(cookies);
  if (added.length === 0) return { actor, rest: [] };
  if (actor === 'anonymous' || actor.kind === 'bearer')
    return { actor, rest: added.map(([name, value]) => `${name}=${value}`) };
  const more = added.map(([name, value]) => ({ name, value: new Secret(value) }));
  return { actor: { ...actor, cookies: [...actor.cookies, ...more] }, rest: [] };
}

const withCookieHeader = (request: PortalRequest, cookies: readonly string[]): PortalRequest =>
  cookies.length === 0
    ? request
    : { ...request, headers: { ...request.headers, cookie: cookies.join('; ') } };
