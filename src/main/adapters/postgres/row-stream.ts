import type { Duplex } from 'node:stream';
import pg from 'pg';
import type { BatchItem } from './batch.ts';
import { READ } from './lending-socket.ts';
import { RowSkimmer } from './row-skimmer.ts';

/** What has come and nobody has taken yet: above the first the server has to wait, below the second it may go on. */
const MOST_WAITING = 2 ** 21;
const FEW_WAITING = 2 ** 19;
/**
 * What may have come since a piece began to, before its reader asks for the next: the piece, what waits behind it, one read too many,
 * the beginning of a message, and what was not for the reader, which last two are no more than a read each.
 */
const MOST_HELD = MOST_WAITING + 4 * READ;

// `@types/pg` leaves these out; see `Batch`.
type Wire = {
  readonly stream: Duplex;
  parse(message: { readonly text: string }): void;
  bind(message: { readonly values: readonly unknown[]; readonly binary: true }): void;
  describe(message: { readonly type: 'P' }): void;
  execute(message: { readonly rows: number }): void;
  sync(): void;
};
const { utils } = pg as unknown as { readonly utils: { readonly prepareValue: (value: unknown) => unknown } };

/** How a stream ended: rows as the server counted them, and whether it held some back because of `maxRows`. */
export type StreamEnd = { readonly count: number; readonly suspended: boolean };

/**
 * One unnamed statement whose rows are taken as they come, in binary form: whole DataRow messages in pieces, unpacked by whoever
 * reads them. A slow reader slows the server down; memory does not grow with the answer.
 */
export class RowStream implements pg.Submittable {
  readonly #item: BatchItem;
  readonly #values: readonly unknown[];
  readonly #settled = Promise.withResolvers<StreamEnd>();
  readonly #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #arrived = Promise.withResolvers<undefined>();
  #skimmer: RowSkimmer | undefined;
  #socket: Duplex | undefined;
  #end: StreamEnd = { count: 0, suspended: false };
  #isOver = false;
  #isUnwanted = false;

  constructor(item: BatchItem) {
    this.#item = item;
    this.#values = item.values.map(utils.prepareValue);
    // Whoever reads the pieces learns of a failure after the last of them; until then nobody may be waiting.
    this.#settled.promise.catch(() => undefined);
  }

  /** Resolves when the server is ready again; rejects with what it or the socket said. */
  get done(): Promise<StreamEnd> {
    return this.#settled.promise;
  }

  /** Pieces as they come, until the server has no more or something fails; each is whole until the next is asked for. */
  async *pieces(): AsyncGenerator<Buffer, void> {
    for (;;) {
      const piece = this.#waiting.shift();
      if (piece !== undefined) {
        this.#waitingBytes -= piece.length;
        if (this.#waitingBytes < FEW_WAITING) this.#socket?.resume();
        yield piece;
      } else if (this.#isOver) return;
      else await this.#arrived.promise;
    }
  }

  /** Nobody reads on: what still comes is dropped. */
  discard(): void {
    this.#isUnwanted = true;
    this.#waiting.length = 0;
    this.#socket?.resume();
  }

  readonly submit = (connection: pg.Connection): Error | undefined => {
    const wire = connection as unknown as Wire;
    if (!wire.stream.writable) return new Error('The connection is closed.');
    this.#socket = wire.stream;
    this.#skimmer = new RowSkimmer(wire.stream, MOST_HELD, this.#take);
    wire.stream.cork();
    wire.parse({ text: this.#item.sql });
    wire.bind({ values: this.#values, binary: true });
    wire.describe({ type: 'P' });
    wire.execute({ rows: this.#item.maxRows });
    wire.sync();
    wire.stream.uncork();
    return undefined;
  };

  handleRowDescription(): void {
    // Whoever reads the rows knows what they hold.
  }

  handleCommandComplete({ text }: { readonly text: string }): void {
    this.#end = { count: Number(text.split(' ').at(-1)) || 0, suspended: false };
  }

  handlePortalSuspended(): void {
    this.#end = { count: this.#item.maxRows, suspended: true };
  }

  handleError(error: Error): void {
    this.#settled.reject(error);
    this.#finish();
  }

  handleReadyForQuery(): void {
    this.#settled.resolve(this.#end);
    this.#finish();
  }

  readonly #take = (rows: Buffer): void => {
    if (this.#isUnwanted) return;
    this.#waiting.push(rows);
    this.#waitingBytes += rows.length;
    if (this.#waitingBytes > MOST_WAITING) this.#socket?.pause();
    this.#wake();
  };

  #finish(): void {
    this.#isOver = true;
    this.#skimmer?.stop();
    this.#socket?.resume();
    this.#wake();
  }

  #wake(): void {
    this.#arrived.resolve(undefined);
    this.#arrived = Promise.withResolvers<undefined>();
  }
}
