import type { AccessRecord } from '../portal/read-audit.ts';

export type NumberedAccess = AccessRecord & {
  /** Grows by one with each call of any portal; never used twice. */
  readonly number: number;
  /** Which portal was asked. */
  readonly portal: string;
};

const KEPT = 50_000;
const BODY_KEPT = 4_000;

/** Who asked what and was given which rows, the latest of them. */
export class AccessLog {
  #records: NumberedAccess[] = [];
  #next = 1;

  /** Takes the calls of one portal. */
  readonly of =
    (portal: string) =>
    (record: AccessRecord): void => {
      const requestBody = record.requestBody.slice(0, BODY_KEPT);
      this.#records.push({ ...record, requestBody, number: this.#next++, portal });
      if (this.#records.length > 2 * KEPT) this.#records = this.#records.slice(-KEPT);
    };

  /** Calls from a number on, oldest first, and the number to ask from next. */
  since(number: number): { readonly next: number; readonly records: readonly NumberedAccess[] } {
    return { next: this.#next, records: this.#records.filter((record) => record.number >= number) };
  }

  clear(): void {
    this.#records = [];
  }
}
