import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** One message of the PostgreSQL protocol 3.0. The first one of a connection has no type. */
export type WireMessage = {
  readonly direction: 'to-server' | 'to-client';
  readonly type: string;
  readonly body: Buffer;
};

/**
 * What the proxy does with a message: `cut` breaks both ends without passing it on, `pass-then-cut` passes it on first, `stall` leaves
 * both ends open and passes nothing on any more, as a lost network does.
 */
export type Fate = 'pass' | 'cut' | 'pass-then-cut' | 'stall';

export type CuttingProxy = {
  readonly port: number;
  /** Decides on every message of every connection; passes all until a test says otherwise. */
  decide: (message: WireMessage) => Fate;
  readonly close: () => Promise<void>;
};

/** A TCP proxy in front of a PostgreSQL or PgBouncer on loopback, which breaks connections at a chosen message. Plain text only. */
export async function startCuttingProxy(target: { readonly port: number }): Promise<CuttingProxy> {
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(target.port, '127.0.0.1');
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on('close', () => open.delete(socket));
      socket.on('error', () => undefined); // the other end hears of it by the close
    }
    join(client, upstream, () => proxy.decide);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const proxy: CuttingProxy = {
    port: (server.address() as AddressInfo).port,
    decide: () => 'pass',
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
  return proxy;
}

function join(client: Socket, upstream: Socket, decide: () => CuttingProxy['decide']): void {
  const cut = () => [client, upstream].forEach((socket) => socket.destroy());
  let stalled = false;
  const pump = (from: Socket, to: Socket, direction: WireMessage['direction']) => {
    const framed = framing(direction === 'to-server');
    from.on('data', (chunk: Buffer) => {
      for (const { raw, ...message } of framed(chunk)) {
        if (stalled || to.destroyed) return;
        const fate = decide()({ direction, ...message });
        if (fate === 'cut') cut();
        if (fate === 'stall') stalled = true;
        else if (fate !== 'cut') to.write(raw, fate === 'pass-then-cut' ? () => cut() : undefined);
        if (fate === 'pass-then-cut') stalled = true;
      }
    });
    from.on('close', () => !stalled && to.destroy());
  };
  pump(client, upstream, 'to-server');
  pump(upstream, client, 'to-client');
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
