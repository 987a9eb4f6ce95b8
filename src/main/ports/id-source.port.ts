/** Randomness and fresh ids, from a cryptographically secure source. A test passes a seeded one. */
export type IdSource = {
  /** An RFC 9562 version 4 UUID, lower case. */
  uuid(): string;
  /** A sortable id (ULID, Crockford base 32, upper case) of the clock's present time. */
  ulid(): string;
  /** A CUID2: 24 lower-case letters and digits, the first a letter. */
  cuid2(): string;
  /** `length` unpredictable bytes. */
  bytes(length: number): Uint8Array;
};
