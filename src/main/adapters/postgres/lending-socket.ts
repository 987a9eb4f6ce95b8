import { Socket } from 'node:net';

/** Most bytes of one read. */
export const READ = 2 ** 18;
/** Reads that nobody has to be quick with, which are copied. */
const SMALL = 2 ** 16;

/**
 * A socket that can read into the same memory again and again: fresh memory for every read brings collections of garbage that cost
 * more than the reading. Until it lends, everybody gets bytes of their own, as from any socket.
 */
export class LendingSocket extends Socket {
  readonly #small: Buffer;
  #lent: Buffer | undefined;
  /** Where the next read goes in what is lent. */
  #at = 0;

  constructor() {
    const small = Buffer.allocUnsafeSlow(SMALL);
    super({
      onread: {
        buffer: () => this.#room(),
        callback: (length, memory) => {
          this.#hand(memory as Buffer, length);
          return true;
        },
      },
    });
    this.#small = small;
  }

  get isLending(): boolean {
    return this.#lent !== undefined;
  }

  /** From now on what is read lies in memory of the socket's: its latest `held` bytes stay as they are, older ones are written over. */
  lend(held: number): void {
    // A read has room in one piece, and what is left at the end is no room.
    this.#lent = Buffer.allocUnsafeSlow(held + 2 * READ);
    this.#at = 0;
  }

  /** Bytes of their own for everybody again. Safe to repeat. */
  takeBack(): void {
    this.#lent = undefined;
  }

  #room(): Buffer {
    if (this.#lent === undefined) return this.#small;
    if (this.#at + READ > this.#lent.length) this.#at = 0;
    return this.#lent.subarray(this.#at, this.#at + READ);
  }

  #hand(memory: Buffer, length: number): void {
    const read = memory.subarray(0, length);
    // A read that was under way when the lending began or ended lies where the next one may go.
    const isLent = this.#lent !== undefined && memory.buffer === this.#lent.buffer;
    if (!isLent) this.push(Buffer.from(read));
    else {
      this.#at += length;
      // Past the stream, which reads on for a while when it is paused.
      this.emit('data', read);
    }
  }
}
