import { TLSSocket } from 'node:tls';
import type pg from 'pg';
import { Batch, type BatchAnswer, type BatchItem } from './batch.ts';
import { RowStream, type StreamEnd } from './row-stream.ts';

/** A round trip that failed: at which statement, and whether anything can have left for the server. */
export type Failure = {
  readonly error: unknown;
  readonly statement: string | undefined;
  readonly sent: boolean;
};

export type Reply =
  | { readonly ok: true; readonly answers: readonly BatchAnswer[] }
  | { readonly ok: false; readonly failure: Failure };

export type RoundTrip = {
  readonly items: readonly BatchItem[];
  readonly timeoutMs: number;
  /** Cancels the statement on the server; without it nobody can interrupt. */
  readonly signal?: AbortSignal | undefined;
  /** Called when the items have left for the server and no answer is there yet. */
  readonly onSent?: (() => void) | undefined;
};

/** One statement whose rows are streamed. */
export type Streaming = Pick<RoundTrip, 'timeoutMs' | 'signal'> & { readonly item: BatchItem };

export type StreamReply =
  { readonly ok: true; readonly end: StreamEnd } | { readonly ok: false; readonly failure: Failure };

export type ConversationOptions = {
  /** Asks the server to cancel what `client` is running. */
  readonly cancel: (client: pg.PoolClient) => Promise<void>;
  /** What the server is given on top of its own time-outs before the connection counts as dead. */
  readonly graceMs: number;
  readonly onRoundTrip?: ((statements: readonly string[]) => void) | undefined;
};

/** One checked-out connection: a round trip at a time, each bounded in time. */
export class Conversation implements Disposable {
  readonly #client: pg.PoolClient;
  readonly #options: ConversationOptions;
  #spent = false;
  #cancelling: Promise<void> | undefined;

  constructor(client: pg.PoolClient, options: ConversationOptions) {
    this.#client = client;
    this.#options = options;
    client.on('error', this.#spend);
  }

  /** The server process, or what a pooler names instead, from BackendKeyData. */
  get processId(): number {
    return this.#inside.processID;
  }

  /** When the certificate that the server showed ends; null without TLS. */
  get certificateEnds(): Date | null {
    const { stream } = this.#inside.connection;
    return stream instanceof TLSSocket ? new Date(stream.getPeerCertificate().valid_to) : null;
  }

  /** Sends the items at once and waits for all answers. Never rejects: a failure is an answer. */
  async send({ items, timeoutMs, signal, onSent }: RoundTrip): Promise<Reply> {
    const batch = new Batch(items);
    const overdue = setTimeout(this.#destroy, timeoutMs + this.#options.graceMs);
    signal?.addEventListener('abort', this.#interrupt, { once: true });
    this.#options.onRoundTrip?.(items.map(({ name }) => name));
    try {
      this.#client.query(batch);
      onSent?.();
      return { ok: true, answers: await batch.done };
    } catch (error) {
      return { ok: false, failure: { error, statement: batch.current?.name, sent: batch.sent } };
    } finally {
      // A cancel that is still under way would hit whatever the server runs next.
      await this.#cancelling;
      clearTimeout(overdue);
      signal?.removeEventListener('abort', this.#interrupt);
    }
  }

  /**
   * Sends one statement and hands its rows over as they come; answers with how it ended. Whoever stops reading has the statement
   * cancelled, and the connection is not used again.
   */
  async *stream({ item, timeoutMs, signal }: Streaming): AsyncGenerator<Buffer, StreamReply> {
    const rows = new RowStream(item);
    const overdue = setTimeout(this.#destroy, timeoutMs + this.#options.graceMs);
    signal?.addEventListener('abort', this.#interrupt, { once: true });
    this.#options.onRoundTrip?.([item.name]);
    let isRead = false;
    try {
      this.#client.query(rows);
      yield* rows.pieces();
      isRead = true;
      return { ok: true, end: await rows.done };
    } catch (error) {
      return { ok: false, failure: { error, statement: item.name, sent: true } };
    } finally {
      if (!isRead) await this.#giveUp(rows);
      await this.#cancelling;
      clearTimeout(overdue);
      signal?.removeEventListener('abort', this.#interrupt);
    }
  }

  /** Gives the connection back, or throws it away when it is spent. */
  [Symbol.dispose](): void {
    this.#client.off('error', this.#spend);
    this.#client.release(this.#spent);
  }

  /** What `@types/pg` leaves out of a client. */
  get #inside(): { readonly connection: pg.Connection; readonly processID: number } {
    return this.#client as unknown as { readonly connection: pg.Connection; readonly processID: number };
  }

  /** The connection is not used again. The error itself reaches the round trip that was under way. */
  readonly #spend = (): void => {
    this.#spent = true;
  };

  async #giveUp(rows: RowStream): Promise<void> {
    rows.discard();
    this.#interrupt();
    // The cancelled statement fails, as it should; what counts is that the server is done with it.
    await rows.done.catch(() => undefined);
  }

  readonly #destroy = (): void => {
    this.#spend();
    this.#inside.connection.stream.destroy();
  };

  readonly #interrupt = (): void => {
    this.#spend();
    this.#cancelling = this.#options.cancel(this.#client).catch(this.#destroy);
  };
}
