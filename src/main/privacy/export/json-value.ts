const [QUOTE, BACKSLASH, SPACE, U, ZERO] = [0x22, 0x5c, 0x20, 0x75, 0x30];
const hex = Buffer.from('0123456789abcdef');

/** What JSON escapes (RFC 8259 §7): 0 nothing, 1 as `\u00XX`, else the byte behind the backslash. */
const escaped = new Uint8Array(256).fill(1, 0, SPACE);
for (const [letter, byte] of Object.entries({ b: 8, t: 9, n: 10, f: 12, r: 13, '"': QUOTE, '\\': BACKSLASH }))
  escaped[byte] = letter.charCodeAt(0);

/** Most bytes that a value of so many needs. */
export const jsonRoom = (bytes: number): number => 6 * bytes + 2;

/** Writes UTF-8 as a JSON string and answers with where it ended. */
export function writeJsonString(from: Buffer, start: number, end: number, to: Buffer, begin: number): number {
  let at = begin;
  to[at++] = QUOTE;
  for (let each = start; each < end; each += 1) {
    const byte = from[each] ?? 0;
    const escape = escaped[byte] ?? 0;
    if (escape === 0) to[at++] = byte;
    else at = writeEscape(byte, escape, to, at);
  }
  to[at++] = QUOTE;
  return at;
}

function writeEscape(byte: number, escape: number, to: Buffer, begin: number): number {
  let at = begin;
  to[at++] = BACKSLASH;
  if (escape > 1) {
    to[at++] = escape;
    return at;
  }
  to[at++] = U;
  to[at++] = ZERO;
  to[at++] = ZERO;
  to[at++] = hex[byte >> 4] ?? ZERO;
  to[at++] = hex[byte & 15] ?? ZERO;
  return at;
}

/** Writes JSON as it is, on one line: a line break or a tab can only stand between its parts. */
export function writeJson(from: Buffer, start: number, end: number, to: Buffer, begin: number): number {
  let at = begin;
  for (let each = start; each < end; each += 1) to[at++] = Math.max(from[each] ?? 0, SPACE);
  return at;
}
