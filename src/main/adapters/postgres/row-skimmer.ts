import type { Duplex } from 'node:stream';
import { LendingSocket, READ } from './lending-socket.ts';

const DATA_ROW = 0x44;
/** A message begins with its type in one byte and the length of the rest, itself included, in four. */
const TYPE = 1;
const HEADER = 5;

/** The `data` listeners of a socket, as `pg` sets them. */
type Listener = (bytes: Buffer) => void;

/**
 * Takes DataRow messages out of what a server sends before `pg` unpacks them value by value; all else goes on to `pg`, in order.
 * Only whole messages are handed over, and they may be written over once `held` bytes more have come. Source: PostgreSQL protocol 3.0, "Message Formats".
 */
export class RowSkimmer {
  readonly #socket: Duplex;
  readonly #held: number;
  readonly #onRows: (rows: Buffer) => void;
  readonly #listeners: readonly Listener[];
  #skims = true;
  /** A message that has not come whole, in pieces. */
  #open: Buffer[] = [];
  #openBytes = 0;
  /** What `#open` must grow to before it is worth another look. */
  #wanted = HEADER;
  /** What went on to `pg` since the lending began. */
  #passed = 0;

  constructor(socket: Duplex, held: number, onRows: (rows: Buffer) => void) {
    this.#socket = socket;
    this.#held = held;
    this.#onRows = onRows;
    this.#listeners = socket.listeners('data') as Listener[];
    for (const listener of this.#listeners) socket.off('data', listener);
    socket.on('data', this.#take);
    this.#borrow(true);
  }

  /** Leaves the socket to `pg` again. Safe to repeat. */
  stop(): void {
    if (!this.#skims) return;
    this.#skims = false;
    this.#socket.off('data', this.#take);
    this.#borrow(false);
    for (const listener of this.#listeners) this.#socket.on('data', listener);
  }

  readonly #take = (piece: Buffer): void => {
    const missing = this.#wanted - this.#openBytes;
    if (piece.length < missing) {
      this.#open.push(Buffer.from(piece));
      this.#openBytes += piece.length;
      return;
    }
    // What is open is made whole by itself: only one message of many is copied.
    const ends = this.#openBytes < HEADER ? piece.length : missing;
    const rest = this.#sort(this.#whole(piece.subarray(0, ends)));
    const behind = piece.subarray(ends);
    if (rest.length > 0) this.#keep(rest);
    else this.#keep(this.#skims ? this.#sort(behind) : this.#passOn(behind));
  };

  /**
   * Whoever waits for rows does not see what else comes: a large message that is not whole is read past what is lent, and after much
   * for `pg` the lending begins anew. What waits keeps the memory it lies in.
   */
  #borrow(isWanted: boolean): void {
    if (!(this.#socket instanceof LendingSocket)) return;
    const isSpent = this.#passed > READ;
    if (!isWanted || isSpent) this.#socket.takeBack();
    if (!isWanted || this.#socket.isLending) return;
    this.#socket.lend(this.#held);
    this.#passed = 0;
  }

  #whole(piece: Buffer): Buffer {
    return this.#openBytes === 0 ? piece : Buffer.concat([...this.#open, piece]);
  }

  #keep(rest: Buffer): void {
    this.#open = rest.length === 0 ? [] : [Buffer.from(rest)];
    this.#openBytes = rest.length;
    this.#wanted = rest.length < HEADER ? HEADER : lengthAt(rest, 0);
    this.#borrow(this.#skims && this.#wanted <= READ);
  }

  /** Hands every whole message to where it belongs. Answers with what is left over. */
  #sort(bytes: Buffer): Buffer {
    let rows = 0;
    let at = 0;
    while (at + HEADER <= bytes.length) {
      const end = at + lengthAt(bytes, at);
      if (end > bytes.length) break;
      if (bytes[at] !== DATA_ROW) {
        this.#hand(bytes.subarray(rows, at));
        this.#passOn(bytes.subarray(at, end));
        rows = end;
        if (!this.#skims) return this.#passOn(bytes.subarray(end));
      }
      at = end;
    }
    this.#hand(bytes.subarray(rows, at));
    return bytes.subarray(at);
  }

  #hand(rows: Buffer): void {
    if (rows.length > 0) this.#onRows(rows);
  }

  /** `pg` may keep what it is given. */
  #passOn(bytes: Buffer): Buffer {
    this.#passed += bytes.length;
    if (bytes.length > 0)
      for (const listener of this.#listeners) listener.call(this.#socket, Buffer.from(bytes));
    return bytes.subarray(bytes.length);
  }
}

const lengthAt = (bytes: Buffer, at: number): number => bytes.readUInt32BE(at + TYPE) + TYPE;
