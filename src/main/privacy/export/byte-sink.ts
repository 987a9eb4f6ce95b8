import { PIECES_HELD } from '../../ports/export-files.port.ts';

const FIRST_BYTES = 2 ** 16;
/** What a single large row has needed is not kept for those behind it. */
const MOST_KEPT = 2 ** 22;
const none = Buffer.alloc(0);

/**
 * Bytes that grow at their end. Reserve what a piece can need at most, write it through `bytes`, and say where it ended. What is
 * taken is written over when `PIECES_HELD` more have been taken: fresh memory for each would cost more than filling it.
 */
export class ByteSink {
  readonly #ring: Buffer[] = Array.from({ length: PIECES_HELD + 1 }, () => none);
  #place = 0;
  bytes: Buffer = none;
  length = 0;

  reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(FIRST_BYTES, 2 * (this.length + more)));
    this.bytes.copy(larger, 0, 0, this.length);
    this.bytes = larger;
  }

  /** What was written since the last call. */
  take(): Buffer {
    const taken = this.bytes.subarray(0, this.length);
    this.#ring[this.#place] = this.bytes.length > MOST_KEPT ? none : this.bytes;
    this.#place = (this.#place + 1) % this.#ring.length;
    this.bytes = this.#ring[this.#place] ?? none;
    this.length = 0;
    return taken;
  }
}
