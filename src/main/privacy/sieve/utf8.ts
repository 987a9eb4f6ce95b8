const INVALID = 0;

/** The character at a byte of 128 or more, or 0 when the bytes from there are no UTF-8. Expects the bytes of one value. */
export function codePointAt(bytes: Buffer, at: number, end: number): number {
  const first = bytes[at] ?? 0;
  const length = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
  if (length === 0 || at + length > end) return INVALID;
  let code = first & (0xff >> (length + 1));
  for (let next = at + 1; next < at + length; next += 1) {
    const byte = bytes[next] ?? 0;
    if ((byte & 0xc0) !== 0x80) return INVALID;
    code = (code << 6) | (byte & 0x3f);
  }
  return code < 0x80 ? INVALID : code;
}

/** How many bytes that character took; one when there was none. */
export const codePointBytes = (code: number): number =>
  code === INVALID ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
