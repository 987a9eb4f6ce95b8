import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** One message of the PostgreSQL protocol 3.0. The first one of a connection has no type. */
export type WireMessage = {
  readonly direction: 'to-server' | 'to-client';
  readonly type: string;
  readonly body: Buffer;
};

/**
 * What the proxy does with a message: `cut` breaks both ends without passing it on, `pass-then-cut` passes it on first, `stall` leaves
 * both ends open and passes nothing on any more, as a lost network does, `reset` breaks both ends with RST, `truncate` passes on so
 * many of its bytes and then cuts, `delay` passes it on later and everything behind it in its order.
 */
export type Fate =
  | 'pass'
  | 'cut'
  | 'pass-then-cut'
  | 'stall'
  | 'reset'
  | { readonly truncate: number }
  | { readonly delayMs: number };

export type CuttingProxy = {
  readonly port: number;
  /** Decides on every message of every connection; passes all until a test says otherwise. */
  decide: (message: WireMessage) => Fate;
  /** The network is back, and what lies between has forgotten the connections that it let stall: both ends are reset. */
  readonly dropStalled: () => void;
  readonly close: () => Promise<void>;
};

/** A TCP proxy in front of a PostgreSQL or PgBouncer on loopback, which breaks connections at a chosen message. Plain text only. */
export async function startCuttingProxy(target: { port: number }): Promise<CuttingProxy> {
  const open = new Set<Socket>();
  const stalled = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(target.port, '127.0.0.1');
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.setNoDelay(true); // it passes on what is small one by one
      socket.on('close', () => open.delete(socket));
      socket.on('error', () => undefined); // the other end hears of it by the close
    }
    join([client, upstream], () => proxy.decide, stalled);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const proxy: CuttingProxy = {
    port: (server.address() as AddressInfo).port,
    decide: () => 'pass',
    dropStalled: () => {
      for (const socket of stalled) socket.resetAndDestroy();
      stalled.clear();
    },
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
  return proxy;
}

/** Both directions of one connection, until something breaks it. */
function join(
  both: readonly [Socket, Socket],
  decide: () => CuttingProxy['decide'],
  stalled: Set<Socket>,
): void {
  const [client, upstream] = both;
  let silent = false;
  const pass = async (to: Socket, raw: Buffer, fate: Fate) => {
    if (typeof fate === 'object' && 'delayMs' in fate) await delay(fate.delayMs);
    if (silent || to.destroyed) return;
    silent = !(fate === 'pass' || (typeof fate === 'object' && 'delayMs' in fate));
    if (!silent) to.write(raw);
    else if (fate === 'stall') both.forEach((socket) => stalled.add(socket));
    else breakOff(both, to, raw, fate);
  };
  const pump = (from: Socket, to: Socket, direction: WireMessage['direction']) => {
    const framed = framing(direction === 'to-server');
    let tail = Promise.resolve();
    from.on('data', (chunk: Buffer) => {
      for (const { raw, ...message } of framed(chunk)) {
        if (silent) return;
        const fate = decide()({ direction, ...message });
        tail = tail.then(() => pass(to, raw, fate));
      }
    });
    from.on('close', () => void tail.then(() => !silent && to.destroy()));
  };
  pump(client, upstream, 'to-server');
  pump(upstream, client, 'to-client');
}

function breakOff(both: readonly Socket[], to: Socket, raw: Buffer, fate: Fate): void {
  const cut = () => both.forEach((socket) => socket.destroy());
  if (fate === 'reset') both.forEach((socket) => socket.resetAndDestroy());
  else if (fate === 'pass-then-cut') to.write(raw, cut);
  else if (typeof fate === 'object' && 'truncate' in fate) to.write(raw.subarray(0, fate.truncate), cut);
  else cut();
}

type Framed = { readonly type: string; readonly body: Buffer; readonly raw: Buffer };

/** Cuts a stream of bytes into messages: a type, a length that counts itself, a body. */
function framing(startsUntyped: boolean): (chunk: Buffer) => readonly Framed[] {
  let rest = Buffer.alloc(0);
  let untyped = startsUntyped;
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    const messages: Framed[] = [];
    for (;;) {
      const head = untyped ? 0 : 1;
      if (rest.length < head + 4) return messages;
      const end = head + rest.readUInt32BE(head);
      if (rest.length < end) return messages;
      const raw = rest.subarray(0, end);
      messages.push({ type: untyped ? '' : String.fromCharCode(raw[0]!), body: raw.subarray(head + 4), raw });
      rest = rest.subarray(end);
      untyped = false;
    }
  };
}
