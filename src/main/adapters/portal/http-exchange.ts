import type { Agent as HttpAgent, ClientRequest, IncomingMessage } from 'node:http';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Clock } from '../../ports/clock.port.ts';
import type { FailPoints } from '../../ports/fail-points.port.ts';
import type { PortalLimits, PortalResponse } from '../../ports/portal.port.ts';
import { portalFailure, timedOut } from './portal-failure.ts';

export type Wire = {
  readonly origin: URL;
  readonly agent: HttpAgent;
  readonly clock: Clock;
  readonly failPoints?: FailPoints | undefined;
};

export type Outgoing = {
  readonly method: string;
  /** With query, sent as it stands. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
};

const defaultBytes = 1_048_576;
const defaultMs = 15_000;
const repeatable = ['GET', 'HEAD', 'OPTIONS'];

/**
 * One HTTP exchange with bounds on time and size. The time starts when the request has a connection to use, so that waiting
 * in the queue of a busy client fails nobody.
 */
export async function exchange(
  wire: Wire,
  outgoing: Outgoing,
  limits: PortalLimits,
): Promise<PortalResponse> {
  limits.signal?.throwIfAborted();
  const first = await attempt(wire, outgoing, limits);
  if ('response' in first) return first.response;
  // A kept connection may close the moment it is used again. What only reads may be asked once more.
  if (!first.staleConnection || !repeatable.includes(outgoing.method)) throw first.error;
  const second = await attempt(wire, outgoing, limits);
  if ('response' in second) return second.response;
  throw second.error;
}

type Attempt =
  { readonly response: PortalResponse } | { readonly error: unknown; readonly staleConnection: boolean };

async function attempt(wire: Wire, outgoing: Outgoing, limits: PortalLimits): Promise<Attempt> {
  wire.failPoints?.reach('portal.before-request', outgoing.method);
  const sent = send(wire, outgoing);
  const cancel = () => sent.destroy(limits.signal?.reason as Error);
  limits.signal?.addEventListener('abort', cancel, { once: true });
  const timeoutMs = limits.timeoutMs ?? defaultMs;
  const watch = startOnConnection(sent, wire.clock, timeoutMs);
  let answered = false;
  try {
    const answer = answerTo(sent, outgoing.body);
    sent.once('finish', () => wire.failPoints?.reach('portal.request-sent', outgoing.method));
    const message = await answer;
    answered = true;
    const body = await readBody(message, limits.maxBytes ?? defaultBytes);
    wire.failPoints?.reach('portal.after-answer', outgoing.method);
    return { response: { ...head(message), ...body, ms: watch.elapsedMs() } };
  } catch (error) {
    // A stream that is cut off from here only says that it was; why is known here.
    if (limits.signal?.aborted === true) return { error: limits.signal.reason, staleConnection: false };
    if (watch.isOver()) return { error: timedOut(timeoutMs), staleConnection: false };
    return { error: portalFailure(error), staleConnection: sent.reusedSocket && !answered && isReset(error) };
  } finally {
    watch.stop();
    limits.signal?.removeEventListener('abort', cancel);
  }
}

function send({ origin, agent }: Wire, { method, path, headers }: Outgoing): ClientRequest {
  const start = origin.protocol === 'https:' ? httpsRequest : httpRequest;
  return start({
    protocol: origin.protocol,
    hostname: origin.hostname.replace(/^\[|\]$/g, ''),
    port: origin.port,
    agent,
    method,
    path,
    headers,
  });
}

function answerTo(sent: ClientRequest, body: string | undefined): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    sent.on('response', resolve);
    sent.on('error', reject);
    sent.end(body);
  });
}

function startOnConnection(sent: ClientRequest, clock: Clock, timeoutMs: number) {
  let timer: NodeJS.Timeout | undefined;
  let started = clock.monotonicMs();
  let over = false;
  const restart = () => (started = clock.monotonicMs());
  const cutOff = () => {
    over = true;
    sent.destroy();
  };
  sent.once('socket', (socket) => {
    restart();
    timer = setTimeout(cutOff, timeoutMs);
    if (socket.connecting) socket.once('connect', restart).once('secureConnect', restart);
  });
  return {
    isOver: () => over,
    stop: () => clearTimeout(timer),
    elapsedMs: () => clock.monotonicMs() - started,
  };
}

async function readBody(message: IncomingMessage, maxBytes: number) {
  const chunks: Buffer[] = [];
  let room = maxBytes;
  let truncated = false;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    chunks.push(chunk.subarray(0, room));
    truncated = chunk.length > room;
    room -= chunk.length;
    // Leaving the loop destroys the stream, and with it the connection.
    if (truncated) break;
  }
  const text = Buffer.concat(chunks).toString('utf8');
  return { text, truncated, ...(truncated ? {} : parsed(text)) };
}

function parsed(text: string): { readonly json?: unknown } {
  try {
    return { json: JSON.parse(text) };
  } catch {
    return {};
  }
}

function head({ statusCode = 0, rawHeaders }: IncomingMessage) {
  const headers: Record<string, string> = {};
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = (rawHeaders[at] ?? '').toLowerCase();
    const value = rawHeaders[at + 1] ?? '';
    headers[name] =
      headers[name] === undefined ? value : [headers[name], value].join(name === 'set-cookie' ? '\n' : ', ');
  }
  return { status: statusCode, headers };
}

const isReset = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
