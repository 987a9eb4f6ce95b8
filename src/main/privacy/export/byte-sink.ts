const FIRST_BYTES = 2 ** 16;

/** Bytes that grow at their end. Reserve what a piece can need at most, write it through `bytes`, and say where it ended. */
export class ByteSink {
  bytes = Buffer.allocUnsafe(FIRST_BYTES);
  length = 0;

  reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const larger = Buffer.allocUnsafe(2 * (this.length + more));
    this.bytes.copy(larger, 0, 0, this.length);
    this.bytes = larger;
  }

  /** What was written since the last call; it belongs to whoever asked. */
  take(): Buffer {
    const taken = this.bytes.subarray(0, this.length);
    this.bytes = Buffer.allocUnsafe(this.bytes.length);
    this.length = 0;
    return taken;
  }
}
