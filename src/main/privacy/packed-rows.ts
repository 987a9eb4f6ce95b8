import type { PackedRows } from '../ports/database.port.ts';

/** `D`, the message's length, the number of values. */
const ROW_HEAD = 7;
/** In front of each value. */
export const LENGTH = 4;

/** Calls `visit` with the place of the first value of each row: at its length. */
export function eachRow(rows: PackedRows, visit: (at: number) => void): void {
  for (let at = 0; at < rows.length; at += 1 + rows.readUInt32BE(at + 1)) visit(at + ROW_HEAD);
}
