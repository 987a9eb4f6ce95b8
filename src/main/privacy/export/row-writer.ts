import type { BinaryForm } from './binary-form.ts';
import { ByteSink } from './byte-sink.ts';
import { csvRoom, writeCsvField } from './csv-field.ts';
import { jsonRoom, writeJson, writeJsonString } from './json-value.ts';
import { copyTwice } from './plain-text.ts';
import { NEXT, VALUES } from './row-record.ts';
import { binaryFormOf, isPlainJson, type ExportTable } from './table-format.ts';

const [QUOTE, COMMA, CR, LF, CLOSE] = [0x22, 0x2c, 0x0d, 0x0a, 0x7d];
const missing = Buffer.from('null');

/** A column as a row's files need it: what stands in front of its value in NDJSON, and how the value is written. */
type Column = {
  readonly key: Buffer;
  readonly form: BinaryForm | undefined;
  /** The value is JSON as it is. */
  readonly isPlain: boolean;
};

/** So much of a file travels at once. */
const PIECE = 2 ** 19;

/**
 * Writes rows as CSV (RFC 4180; an empty field is a missing value, `""` an empty one) and as NDJSON, side by side and byte by
 * byte: rows never become strings.
 */
export class RowWriter {
  readonly #columns: readonly Column[];
  /** Bytes that every row may need beside those that grow with its values. */
  readonly #rowRoom: number;
  readonly #csv = new ByteSink();
  readonly #ndjson = new ByteSink();

  constructor({ columns }: ExportTable) {
    this.#columns = columns.map(({ name, type }, at) => ({
      key: Buffer.from(`${at === 0 ? '{' : ','}${JSON.stringify(name)}:`),
      form: binaryFormOf(type),
      isPlain: isPlainJson(type),
    }));
    const rooms = this.#columns.map(({ key, form }) => key.length + missing.length + (form?.room ?? 0));
    this.#rowRoom = rooms.reduce((sum, room) => sum + room, 2);
    this.#header(columns.map(({ name }) => Buffer.from(name)));
  }

  /** Adds a row: the record between two places. */
  add(bytes: Buffer, start: number, end: number): void {
    this.#csv.reserve(csvRoom(end - start) + this.#rowRoom);
    this.#ndjson.reserve(jsonRoom(end - start) + this.#rowRoom);
    let place = start + VALUES;
    let isFirst = true;
    for (const column of this.#columns) {
      if (!isFirst) this.#csv.bytes[this.#csv.length++] = COMMA;
      isFirst = false;
      const length = bytes.readInt32BE(place);
      const value = place + NEXT;
      place = value + Math.max(length, 0);
      this.#addValue(column, bytes, value, length < 0 ? undefined : place);
      place += NEXT;
    }
    this.#endCsv();
    this.#ndjson.bytes[this.#ndjson.length++] = CLOSE;
    this.#ndjson.bytes[this.#ndjson.length++] = LF;
  }

  get isFull(): boolean {
    return this.#ndjson.length >= PIECE || this.#csv.length >= PIECE;
  }

  /** What was written since the last call: CSV and NDJSON. */
  take(): readonly [csv: Buffer, ndjson: Buffer] {
    return [this.#csv.take(), this.#ndjson.take()];
  }

  /** A value without an end is missing. */
  #addValue({ key, form, isPlain }: Column, from: Buffer, start: number, end: number | undefined): void {
    const [csv, ndjson] = [this.#csv, this.#ndjson];
    ndjson.length = writeKey(key, ndjson.bytes, ndjson.length);
    if (end === undefined) ndjson.length += missing.copy(ndjson.bytes, ndjson.length);
    else if (form !== undefined) this.#addBinary(form, from, start);
    else if (isPlain) {
      csv.length = writeCsvField(from, start, end, csv.bytes, csv.length);
      ndjson.length = writeJson(from, start, end, ndjson.bytes, ndjson.length);
    } else this.#addText(from, start, end);
  }

  #addBinary(form: BinaryForm, from: Buffer, start: number): void {
    const [csv, { bytes: to, length }] = [this.#csv, this.#ndjson];
    const begin = csv.length;
    csv.length = form.write(from, start, csv.bytes, begin);
    let at = length;
    to[at++] = QUOTE;
    for (let each = begin; each < csv.length; each += 1) to[at++] = csv.bytes[each] ?? 0;
    to[at++] = QUOTE;
    this.#ndjson.length = at;
  }

  #addText(from: Buffer, start: number, end: number): void {
    const [csv, ndjson] = [this.#csv, this.#ndjson];
    const [at, length] = [ndjson.length, end - start];
    if (copyTwice(from, start, end, csv.bytes, csv.length, ndjson.bytes, at + 1)) {
      ndjson.bytes[at] = QUOTE;
      ndjson.bytes[at + 1 + length] = QUOTE;
      ndjson.length += length + 2;
      csv.length += length;
    } else {
      csv.length = writeCsvField(from, start, end, csv.bytes, csv.length);
      ndjson.length = writeJsonString(from, start, end, ndjson.bytes, at);
    }
  }

  #header(names: readonly Buffer[]): void {
    this.#csv.reserve(names.reduce((sum, { length }) => sum + csvRoom(length) + 1, 2));
    for (const [at, name] of names.entries()) {
      if (at > 0) this.#csv.bytes[this.#csv.length++] = COMMA;
      this.#csv.length = writeCsvField(name, 0, name.length, this.#csv.bytes, this.#csv.length);
    }
    this.#endCsv();
  }

  #endCsv(): void {
    this.#csv.bytes[this.#csv.length++] = CR;
    this.#csv.bytes[this.#csv.length++] = LF;
  }
}

/** A loop, because a call into the runtime for so few bytes costs several times as much. */
function writeKey(key: Buffer, to: Buffer, begin: number): number {
  for (let at = 0; at < key.length; at += 1) to[begin + at] = key[at] ?? 0;
  return begin + key.length;
}
