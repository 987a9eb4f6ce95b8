/** A row as text, in the order of the table's columns. */
export type TextRow = readonly (string | null)[];

/** PostgreSQL's own number of the type `text`. */
export const TEXT = 25;
const INT = 4;

/** From the beginning of a record to the length of its first value. */
export const VALUES = 2 * INT;
/** From the length of a value to the value, and from the end of a value to the length of the next one. */
export const NEXT = INT;

/**
 * A row of texts as PostgreSQL's `record_send` writes it, which is what rows are hashed as: the number of values, then each value
 * as the number of its type (25, text), its length in bytes (−1 for a missing one) and itself in UTF-8; numbers in four bytes,
 * big-endian. Two rows differ whenever any value does.
 */
export function textRecord(row: TextRow): Buffer {
  const values = row.map((value) => (value === null ? undefined : Buffer.from(value)));
  const bytes = Buffer.allocUnsafe(values.reduce((sum, value) => sum + 2 * INT + (value?.length ?? 0), INT));
  let at = bytes.writeInt32BE(values.length);
  for (const value of values) {
    at = bytes.writeInt32BE(TEXT, at);
    at = bytes.writeInt32BE(value?.length ?? -1, at);
    if (value !== undefined) at += value.copy(bytes, at);
  }
  return bytes;
}
