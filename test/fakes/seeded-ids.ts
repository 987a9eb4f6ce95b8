import { createHash } from 'node:crypto';
import { ulid } from 'ulid';
import type { Clock } from '../../src/main/ports/clock.port.ts';
import type { IdSource } from '../../src/main/ports/id-source.port.ts';
import { ManualClock } from './manual-clock.ts';

/** Ids that are the same in every run: SHA-256 of the seed and a counter. */
export class SeededIds implements IdSource {
  readonly #seed: string;
  readonly #clock: Clock;
  #counter = 0;

  constructor(seed = 'seed', clock: Clock = new ManualClock()) {
    this.#seed = seed;
    this.#clock = clock;
  }

  uuid(): string {
    const bytes = Buffer.from(this.bytes(16));
    bytes[6] = (bytes[6]! & 0x0f) | 0x40;
    bytes[8] = (bytes[8]! & 0x3f) | 0x80;
    return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  }

  ulid(): string {
    return ulid(this.#clock.now().getTime(), () => this.bytes(1)[0]! / 256);
  }

  cuid2(): string {
    const digits = [...this.bytes(24)].map((byte) => (byte % 36).toString(36)).join('');
    return `${String.fromCharCode(97 + (this.bytes(1)[0]! % 26))}${digits.slice(1)}`;
  }

  bytes(length: number): Uint8Array {
    const blocks: Buffer[] = [];
    for (let have = 0; have < length; have += 32) blocks.push(this.#block());
    return new Uint8Array(Buffer.concat(blocks).subarray(0, length));
  }

  #block(): Buffer {
    this.#counter += 1;
    return createHash('sha256').update(`${this.#seed}:${this.#counter}`).digest();
  }
}
