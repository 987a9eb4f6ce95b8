import type { Connection } from '../loopback.ts';

/** Ways for a portal not to answer a question. */
export const troubleKinds = [
  'hang',
  'reset',
  'html',
  'too-many-requests',
  'error',
  'redirect-loop',
  'huge-body',
] as const;
export type TroubleKind = (typeof troubleKinds)[number];

const HUGE_BODY_BYTES = 2 * 1024 ** 3;
const CHUNK = new Uint8Array(64 * 1024).fill(0x20);
const JSON_TYPE = { 'content-type': 'application/json' };

/** Meets a request with trouble. A hanging one is held until its connection is closed. */
export function troubled(kind: TroubleKind, request: Request, connection?: Connection): Promise<Response> {
  return Promise.resolve(meetings[kind](request, connection));
}

type Meeting = (request: Request, connection?: Connection) => Response | Promise<Response>;

const meetings: Readonly<Record<TroubleKind, Meeting>> = {
  hang: () => new Promise<Response>(() => undefined),
  reset: (_request, connection) => {
    connection?.incoming.socket.resetAndDestroy();
    return new Response(null, { status: 500 });
  },
  html: () =>
    new Response('<!doctype html><title>Maintenance</title><p>Back soon.', {
      headers: { 'content-type': 'text/html; charset=utf-8' },
    }),
  'too-many-requests': () =>
    new Response('{"error":"TooManyRequests"}', {
      status: 429,
      headers: { ...JSON_TYPE, 'retry-after': '1' },
    }),
  error: () => new Response('{"error":"InternalError"}', { status: 500, headers: JSON_TYPE }),
  'redirect-loop': ({ url }) => new Response(null, { status: 302, headers: { location: url } }),
  'huge-body': () => new Response(hugeBody(), { headers: JSON_TYPE }),
};

/** Blanks, made only as fast as they are read. */
function hugeBody(): ReadableStream<Uint8Array> {
  let sent = 0;
  return new ReadableStream<Uint8Array>({
    pull: (controller) => {
      if (sent >= HUGE_BODY_BYTES) controller.close();
      else controller.enqueue(CHUNK);
      sent += CHUNK.byteLength;
    },
  });
}
