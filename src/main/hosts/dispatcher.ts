import type { Call } from '../../shared/contract/call.ts';
import { findCall } from '../../shared/contract/index.ts';
import { OperatorError } from '../../shared/errors/operator-error.ts';
import { toResult, type Result } from '../../shared/errors/result.ts';
import { parsePlainJson } from './plain-json.ts';
import type { ReportDefect } from './defect-log.ts';

/** Carries one call from outside the process to its operation. */
export type Dispatch = (name: unknown, json: unknown) => Promise<Result<unknown>>;

type Callable = { call(call: Call, input: unknown): Promise<unknown> };

/**
 * The one way in for every window and browser: name and input are anything at all, the answer is always a `Result`. The name is
 * looked up in the registry, the input is read as plain JSON; role, shape of input and of output are checked behind `console.call`.
 *
 * A defect becomes `E_UNEXPECTED` with a reference under which `report` wrote it down; what it says stays on this machine.
 * Errors: `E_UNKNOWN_CALL`, `E_CALL_TOO_LARGE`, `E_INVALID_INPUT`, and those of the operation.
 */
export function dispatcher(console: Callable, report: ReportDefect): Dispatch {
  return async (name, json) => {
    try {
      return await toResult(carry(console, name, json));
    } catch (defect) {
      const reference = await report(defect, findCall(name)?.name ?? 'dispatch');
      return refusal(new OperatorError('E_UNEXPECTED', { details: { reference } }));
    }
  };
}

async function carry(console: Callable, name: unknown, json: unknown): Promise<unknown> {
  const call = findCall(name);
  if (call === undefined) throw new OperatorError('E_UNKNOWN_CALL');
  return console.call(call, parsePlainJson(json));
}

/** An expected failure as it travels. */
export const refusal = (error: OperatorError): Result<never> => ({ ok: false, error: error.toJSON() });
