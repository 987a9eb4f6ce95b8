const [COMMA, QUOTE, CR, LF] = [0x2c, 0x22, 0x0d, 0x0a];

/** 1 for bytes that a field has to be quoted for (RFC 4180). */
const quoted = new Uint8Array(256);
for (const byte of [COMMA, QUOTE, CR, LF]) quoted[byte] = 1;

/** Most bytes that a field of so many needs. */
export const csvRoom = (bytes: number): number => 2 * bytes + 2;

/** Writes a value as a CSV field and answers with where it ended. An empty value is quoted, so that it differs from a missing one. */
export function writeCsvField(from: Buffer, start: number, end: number, to: Buffer, begin: number): number {
  let [at, needsQuotes] = [begin, start === end ? 1 : 0];
  for (let each = start; each < end; each += 1) {
    const byte = from[each] ?? 0;
    needsQuotes |= quoted[byte] ?? 0;
    to[at] = byte;
    at += 1;
  }
  return needsQuotes === 0 ? at : writeQuoted(from, start, end, to, begin);
}

function writeQuoted(from: Buffer, start: number, end: number, to: Buffer, begin: number): number {
  let at = begin;
  to[at++] = QUOTE;
  for (let each = start; each < end; each += 1) {
    const byte = from[each] ?? 0;
    if (byte === QUOTE) to[at++] = QUOTE;
    to[at++] = byte;
  }
  to[at++] = QUOTE;
  return at;
}
