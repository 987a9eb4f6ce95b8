import { OperatorError } from '../../shared/errors/operator-error.ts';

/** The most one call may send, in UTF-16 units of its JSON; a byte count is never smaller. */
export const MAX_CALL_LENGTH = 1024 * 1024;

/** Deeper than any input of the contract; a reader that calls itself must not be led further. */
const MAX_DEPTH = 64;

/**
 * Reads the JSON of a call's input.
 * Errors: `E_CALL_TOO_LARGE`; `E_INVALID_INPUT` when it is no JSON text, is nested deeper than 64 levels, or has a member
 * `__proto__`, which becomes an inherited one wherever it is copied by assignment.
 */
export function parsePlainJson(text: unknown): unknown {
  if (typeof text !== 'string') throw malformed('not a text');
  if (text.length > MAX_CALL_LENGTH) throw new OperatorError('E_CALL_TOO_LARGE');
  const value = parse(text);
  refuseTricks(value, MAX_DEPTH);
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What the parser says quotes what was sent.
    throw malformed('not JSON');
  }
}

function refuseTricks(value: unknown, depth: number): void {
  if (typeof value !== 'object' || value === null) return;
  if (depth === 0) throw malformed('nested too deep');
  if (Object.hasOwn(value, '__proto__')) throw malformed('a member named __proto__');
  for (const member of Object.values(value)) refuseTricks(member, depth - 1);
}

const malformed = (problem: string) =>
  new OperatorError('E_INVALID_INPUT', { details: { problems: [`(whole): ${problem}`] } });
