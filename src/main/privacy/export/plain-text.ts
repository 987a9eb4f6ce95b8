const [SPACE, QUOTE, COMMA, BACKSLASH] = [0x20, 0x22, 0x2c, 0x5c];

/** 1 for bytes that a CSV field is quoted for or that JSON escapes. */
const special = new Uint8Array(256).fill(1, 0, SPACE);
for (const byte of [QUOTE, COMMA, BACKSLASH]) special[byte] = 1;

/**
 * Copies a text to two places at once. False when it may not stand in both files as it is, or is empty; then what was copied is to be
 * written over.
 */
export function copyTwice(
  from: Buffer,
  start: number,
  end: number,
  first: Buffer,
  firstAt: number,
  second: Buffer,
  secondAt: number,
): boolean {
  let found = 0;
  for (let at = 0; at < end - start; at += 1) {
    const byte = from[start + at] ?? 0;
    found |= special[byte] ?? 0;
    first[firstAt + at] = byte;
    second[secondAt + at] = byte;
  }
  return found === 0 && end > start;
}
