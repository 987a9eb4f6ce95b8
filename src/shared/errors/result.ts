import { isOperatorError, type ErrorCard } from './operator-error.ts';

/** What travels between a host and its client: a value, or an error card. */
export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ErrorCard };

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });

/** Turns a promise into a Result: expected errors become cards, bugs go on being thrown. */
export async function toResult<T>(work: Promise<T>): Promise<Result<T>> {
  try {
    return ok(await work);
  } catch (error) {
    if (isOperatorError(error)) return { ok: false, error: error.toJSON() };
    throw error;
  }
}
