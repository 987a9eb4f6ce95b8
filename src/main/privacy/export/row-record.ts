// A row as PostgreSQL's `record_send` writes it, which is what rows are hashed as: the number of values, then each value as the number
// of its type, its length in bytes (−1 for a missing one) and itself; numbers in four bytes, big-endian. A type that has a
// `BinaryForm` stands in it, all others as text in UTF-8. Two rows differ whenever any value does.

/** PostgreSQL's own number of the type `text`. */
export const TEXT = 25;
const INT = 4;

/** From the beginning of a record to the length of its first value. */
export const VALUES = 2 * INT;
/** From the length of a value to the value, and from the end of a value to the length of the next one. */
export const NEXT = INT;
