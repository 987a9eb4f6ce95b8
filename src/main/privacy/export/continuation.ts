/** A stream that is compared with what it should be, piece by piece. */
export class Continuation {
  readonly #pieces: AsyncIterator<Uint8Array>;
  #open: Uint8Array = new Uint8Array();

  constructor(content: AsyncIterable<Uint8Array>) {
    this.#pieces = content[Symbol.asyncIterator]();
  }

  /** Whether exactly these bytes come next. */
  async goesOnWith(bytes: Uint8Array): Promise<boolean> {
    for (let at = 0; at < bytes.length;) {
      if (await this.isOver()) return false;
      const length = Math.min(this.#open.length, bytes.length - at);
      if (Buffer.compare(this.#open.subarray(0, length), bytes.subarray(at, at + length)) !== 0) return false;
      this.#open = this.#open.subarray(length);
      at += length;
    }
    return true;
  }

  /** Whether nothing comes any more. */
  async isOver(): Promise<boolean> {
    while (this.#open.length === 0) {
      const next = await this.#pieces.next();
      if (next.done === true) return true;
      this.#open = next.value;
    }
    return false;
  }
}
