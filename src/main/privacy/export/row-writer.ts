import { ByteSink } from './byte-sink.ts';
import { csvRoom, writeCsvField } from './csv-field.ts';
import { jsonRoom, writeJson, writeJsonString } from './json-value.ts';
import { isPlainJson, type ExportTable } from './table-format.ts';
import { NEXT, VALUES } from './text-record.ts';

const [COMMA, CR, LF, CLOSE] = [0x2c, 0x0d, 0x0a, 0x7d];
const missing = Buffer.from('null');

/** A column as a row's NDJSON line needs it: what stands in front of its value, and whether the value is JSON as it is. */
type Column = { readonly key: Buffer; readonly isPlain: boolean };

/** So much of a file travels at once. */
const PIECE = 2 ** 19;

/**
 * Writes rows as CSV (RFC 4180; an empty field is a missing value, `""` an empty one) and as NDJSON, side by side and byte by
 * byte: rows never become strings.
 */
export class RowWriter {
  readonly #columns: readonly Column[];
  readonly #keyBytes: number;
  readonly #csv = new ByteSink();
  readonly #ndjson = new ByteSink();

  constructor({ columns }: ExportTable) {
    this.#columns = columns.map(({ name, type }, at) => ({
      key: Buffer.from(`${at === 0 ? '{' : ','}${JSON.stringify(name)}:`),
      isPlain: isPlainJson(type),
    }));
    this.#keyBytes = this.#columns.reduce((sum, { key }) => sum + key.length + missing.length, 2);
    this.#header(columns.map(({ name }) => Buffer.from(name)));
  }

  /** Adds a row: the `textRecord` between two places. */
  add(bytes: Buffer, start: number, end: number): void {
    const length = end - start;
    this.#csv.reserve(csvRoom(length));
    this.#ndjson.reserve(jsonRoom(length) + this.#keyBytes);
    this.#addCsv(bytes, start);
    this.#addJson(bytes, start);
  }

  get isFull(): boolean {
    return this.#ndjson.length >= PIECE || this.#csv.length >= PIECE;
  }

  /** What was written since the last call: CSV and NDJSON. */
  take(): readonly [csv: Buffer, ndjson: Buffer] {
    return [this.#csv.take(), this.#ndjson.take()];
  }

  #header(names: readonly Buffer[]): void {
    this.#csv.reserve(names.reduce((sum, { length }) => sum + csvRoom(length) + 1, 2));
    for (const [at, name] of names.entries()) {
      if (at > 0) this.#csv.bytes[this.#csv.length++] = COMMA;
      this.#csv.length = writeCsvField(name, 0, name.length, this.#csv.bytes, this.#csv.length);
    }
    this.#endCsv();
  }

  #addCsv(from: Buffer, start: number): void {
    const { bytes } = this.#csv;
    let at = this.#csv.length;
    let place = start + VALUES;
    for (let column = 0; column < this.#columns.length; column += 1) {
      if (column > 0) bytes[at++] = COMMA;
      const length = from.readInt32BE(place);
      const value = place + NEXT;
      const end = value + Math.max(length, 0);
      if (length >= 0) at = writeCsvField(from, value, end, bytes, at);
      place = end + NEXT;
    }
    this.#csv.length = at;
    this.#endCsv();
  }

  #addJson(from: Buffer, start: number): void {
    const { bytes } = this.#ndjson;
    let at = this.#ndjson.length;
    let place = start + VALUES;
    for (const { key, isPlain } of this.#columns) {
      // A loop, because a call into the runtime for so few bytes costs several times as much.
      for (const byte of key) bytes[at++] = byte;
      const length = from.readInt32BE(place);
      const value = place + NEXT;
      const end = value + Math.max(length, 0);
      if (length < 0) at += missing.copy(bytes, at);
      else at = (isPlain ? writeJson : writeJsonString)(from, value, end, bytes, at);
      place = end + NEXT;
    }
    bytes[at++] = CLOSE;
    bytes[at++] = LF;
    this.#ndjson.length = at;
  }

  #endCsv(): void {
    this.#csv.bytes[this.#csv.length++] = CR;
    this.#csv.bytes[this.#csv.length++] = LF;
  }
}
