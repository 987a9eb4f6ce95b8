import pg from 'pg';

/** One statement on its way to the server: text, bound values, and how many rows may come back before the server stops. */
export type BatchItem = {
  readonly name: string;
  readonly sql: string;
  readonly values: readonly unknown[];
  /** Rows the server may send at most; 0 for no limit. */
  readonly maxRows: number;
};

export type BatchAnswer = {
  readonly rows: readonly Record<string, unknown>[];
  /** Command tag as the server gives it: `INSERT`, `SELECT`, `COMMIT`, … */
  readonly command: string;
  /** Rows returned or changed. */
  readonly count: number;
  /** True when the server held rows back because of `maxRows`. */
  readonly suspended: boolean;
};

type CommandComplete = { readonly text: string };
type RowDescription = { readonly fields: pg.FieldDef[] };
type DataRow = { readonly fields: readonly (string | null)[] };
type Parser = (text: string) => unknown;

// `@types/pg` leaves these out; `pg-cursor` uses them in the same way.
type Wire = {
  readonly stream: { readonly writable: boolean; cork(): void; uncork(): void };
  parse(message: { readonly text: string }): void;
  bind(message: { readonly values: readonly unknown[] }): void;
  describe(message: { readonly type: 'P' }): void;
  execute(message: { readonly rows: number }): void;
  sync(): void;
};
const { utils } = pg as unknown as { readonly utils: { readonly prepareValue: (value: unknown) => unknown } };

// The types know a list of built-in oids; the function takes any.
const parserFor = pg.types.getTypeParser as (oid: number, format: 'text') => Parser;

const DATE = 1082;
const INT8 = 20;

/** Days stay text, because they have no time zone; 64-bit counts become numbers, or fail loudly. */
function parserOf(oid: number): Parser {
  if (oid === DATE) return (text) => text;
  if (oid === INT8) return safeInteger;
  return parserFor(oid, 'text');
}

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError('A 64-bit number is too large: select it as text.');
  return value;
}

/**
 * Several statements in one round trip: Parse, Bind, Describe and Execute of each, all of them unnamed (P20), and one Sync.
 * The server stops at the first that fails. Source: PostgreSQL protocol 3.0, "Extended Query" and "Pipelining".
 *
 * `pg` calls the `handle…` methods as the answers arrive (the contract of its `Submittable`).
 */
export class Batch implements pg.Submittable {
  readonly #items: readonly BatchItem[];
  readonly #values: readonly (readonly unknown[])[];
  readonly #answers: BatchAnswer[] = [];
  readonly #settled = Promise.withResolvers<readonly BatchAnswer[]>();
  #columns: readonly (readonly [name: string, parse: Parser])[] = [];
  #rows: Record<string, unknown>[] = [];
  #sent = false;
  #unreadable: Error | undefined;

  constructor(items: readonly BatchItem[]) {
    this.#items = items;
    // Serialised before anything is sent: a value that cannot be is a bug, not half a conversation.
    this.#values = items.map((item) => item.values.map(utils.prepareValue));
    // Whoever has given up waiting hears of it no more, and the process must not end by it.
    this.#settled.promise.catch(() => undefined);
  }

  /** Resolves when every item was answered; rejects with what the server or the socket said. */
  get done(): Promise<readonly BatchAnswer[]> {
    return this.#settled.promise;
  }

  /** True from the moment bytes may have left for the server. */
  get sent(): boolean {
    return this.#sent;
  }

  /** The item that the server was at: the failing one, when it failed. */
  get current(): BatchItem | undefined {
    return this.#items[this.#answers.length];
  }

  readonly submit = (connection: pg.Connection): Error | undefined => {
    const wire = connection as unknown as Wire;
    if (!wire.stream.writable) return new Error('The connection is closed.');
    this.#sent = true;
    wire.stream.cork();
    for (const [at, item] of this.#items.entries()) {
      wire.parse({ text: item.sql });
      wire.bind({ values: this.#values[at] ?? [] });
      wire.describe({ type: 'P' });
      wire.execute({ rows: item.maxRows });
    }
    wire.sync();
    wire.stream.uncork();
    return undefined;
  };

  handleRowDescription({ fields }: RowDescription): void {
    this.#columns = fields.map(({ name, dataTypeID }) => [name, parserOf(dataTypeID)]);
  }

  handleDataRow({ fields }: DataRow): void {
    try {
      this.#rows.push(this.#read(fields));
    } catch (error) {
      // Thrown from here it would end the process: `pg` calls from a socket event.
      this.#unreadable ??= error as Error;
    }
  }

  handleCommandComplete({ text }: CommandComplete): void {
    const words = text.split(' ');
    this.#answer(words[0] ?? '', Number(words.at(-1)) || 0, false);
  }

  handlePortalSuspended(): void {
    this.#answer('SUSPENDED', this.#rows.length, true);
  }

  handleEmptyQuery(): void {
    this.#answer('', 0, false);
  }

  handleError(error: Error): void {
    this.#settled.reject(error);
  }

  handleReadyForQuery(): void {
    if (this.#unreadable) this.#settled.reject(this.#unreadable);
    else this.#settled.resolve(this.#answers);
  }

  #read(fields: readonly (string | null)[]): Record<string, unknown> {
    const row: Record<string, unknown> = {};
    for (const [at, [name, parse]] of this.#columns.entries()) {
      const text = fields[at] ?? null;
      row[name] = text === null ? null : parse(text);
    }
    return row;
  }

  #answer(command: string, count: number, suspended: boolean): void {
    this.#answers.push({ rows: this.#rows, command, count, suspended });
    this.#rows = [];
    this.#columns = [];
  }
}
