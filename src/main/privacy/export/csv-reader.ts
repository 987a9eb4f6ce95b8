import { OperatorError } from '../../../shared/errors/operator-error.ts';
import type { BinaryForm } from './binary-form.ts';
import { NEXT, TEXT, VALUES } from './row-record.ts';
import { binaryFormOf, type ExportTable } from './table-format.ts';

const [COMMA, QUOTE, CR, LF] = [0x2c, 0x22, 0x0d, 0x0a];

/** Where in a field the next byte stands. `CLOSED` is behind a quote that ends the field, or is the first of two. */
const [START, PLAIN, QUOTED, CLOSED, RETURNED] = [0, 1, 2, 3, 4];

/** What a byte can need at most: an empty field is a byte of the file and two numbers of the record. */
const ROOM = 1 + 2 * NEXT;
const FIRST_VALUE = VALUES + NEXT;

/**
 * Reads CSV as an export writes it (RFC 4180, lines end in CR LF; an empty field is a missing value, `""` an empty one) and makes of
 * every line the record that it was written from, byte by byte. A line may come in several pieces.
 * Errors: `E_EXPORT_DAMAGED` for what no such file holds.
 */
export class CsvReader {
  readonly #forms: readonly (BinaryForm | undefined)[];
  readonly #onRow: (bytes: Buffer, length: number) => void;
  #record: Buffer = Buffer.alloc(FIRST_VALUE);
  #place = START;
  #isHeader = true;
  #fields = 0;
  /** Where the value of the field begins in the record, and where its next byte goes. */
  #value = FIRST_VALUE;
  #at = FIRST_VALUE;

  /** `onRow` gets each line behind the first, which names the columns; its memory is written over by the next. */
  constructor({ columns }: ExportTable, onRow: (bytes: Buffer, length: number) => void) {
    this.#forms = columns.map(({ type }) => binaryFormOf(type));
    this.#onRow = onRow;
  }

  add(piece: Uint8Array): void {
    this.#reserve(piece.length * ROOM);
    let place = this.#place;
    for (const byte of piece) {
      if (place === QUOTED ? byte !== QUOTE : byte > COMMA && place <= PLAIN) {
        // Nearly every byte is one of a value.
        this.#record[this.#at++] = byte;
        if (place === START) place = PLAIN;
      } else place = this.#turn(place, byte);
    }
    this.#place = place;
  }

  end(): void {
    if (this.#place !== START || this.#fields > 0) throw new OperatorError('E_EXPORT_DAMAGED');
  }

  /** Where the byte behind this one stands. */
  #turn(place: number, byte: number): number {
    if (place === QUOTED) return CLOSED;
    if (place === RETURNED) return byte === LF ? this.#endRow() : damaged();
    if (byte === COMMA) return this.#endField(place);
    if (byte === CR) return this.#endLast(place);
    if (byte === QUOTE) return this.#quote(place);
    if (byte === LF || place === CLOSED) return damaged();
    this.#record[this.#at++] = byte;
    return PLAIN;
  }

  #quote(place: number): number {
    if (place === PLAIN) return damaged();
    if (place === CLOSED) this.#record[this.#at++] = QUOTE;
    return QUOTED;
  }

  #endField(place: number): number {
    this.#endLast(place);
    this.#value = this.#at + 2 * NEXT;
    this.#at = this.#value;
    return START;
  }

  #endLast(place: number): number {
    const form = this.#isHeader ? undefined : this.#forms[this.#fields];
    const isMissing = place === START;
    if (form !== undefined && !isMissing) {
      form.read(this.#record, this.#value, this.#at);
      this.#at = this.#value + form.size;
    }
    this.#record.writeInt32BE(form?.oid ?? TEXT, this.#value - 2 * NEXT);
    this.#record.writeInt32BE(isMissing ? -1 : this.#at - this.#value, this.#value - NEXT);
    this.#fields += 1;
    return RETURNED;
  }

  #endRow(): number {
    if (this.#fields !== this.#forms.length) return damaged();
    this.#record.writeInt32BE(this.#fields, 0);
    if (!this.#isHeader) this.#onRow(this.#record, this.#at);
    this.#isHeader = false;
    [this.#fields, this.#value, this.#at] = [0, FIRST_VALUE, FIRST_VALUE];
    return START;
  }

  #reserve(more: number): void {
    if (this.#at + more <= this.#record.length) return;
    const larger = Buffer.alloc(2 * (this.#at + more));
    this.#record.copy(larger, 0, 0, this.#at);
    this.#record = larger;
  }
}

function damaged(): never {
  throw new OperatorError('E_EXPORT_DAMAGED');
}
