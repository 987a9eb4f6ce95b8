import type { z } from 'zod';
import type { Call, OutputOf, ParsedInputOf } from '../../shared/contract/call.ts';
import { isOperatorError, OperatorError } from '../../shared/errors/operator-error.ts';
import { invalidInput } from '../../shared/errors/invalid-input.ts';
import { isStop } from '../../shared/errors/is-stop.ts';
import type { ConsoleContext } from './console-context.ts';

/** One use case: what a contract call does. */
export type Operation<C extends Call = Call> = {
  readonly call: C;
  readonly run: (ctx: ConsoleContext, input: ParsedInputOf<C>) => Promise<OutputOf<C>>;
};

/** An operation of any call, as the registry holds it. */
export type AnyOperation = {
  readonly call: Call;
  readonly run: (ctx: ConsoleContext, input: never) => Promise<unknown>;
};

export const operation = <Input extends z.ZodType, Output extends z.ZodType>(
  call: Call<Input, Output>,
  run: (ctx: ConsoleContext, input: z.output<Input>) => Promise<z.output<Output>>,
): AnyOperation => ({ call, run });

/**
 * The one way from a host to an operation: the role is checked, the input is parsed, the output is parsed.
 * Errors: `E_FORBIDDEN`, `E_INVALID_INPUT`, `E_CANCELLED` when the operator stopped it, and those of the operation.
 */
export async function perform(op: AnyOperation, ctx: ConsoleContext, input: unknown): Promise<unknown> {
  const { call, run } = op;
  const actor = ctx.actor();
  if (call.open !== true && !call.roles.some((role) => actor.roles.includes(role)))
    throw new OperatorError('E_FORBIDDEN', { details: { call: call.name, roles: [...call.roles] } });
  const parsed = call.input.safeParse(input);
  if (!parsed.success) throw invalidInput(parsed.error);
  return call.output.parse(
    await run(ctx, parsed.data as never).catch((error: unknown) => rejected(ctx, error)),
  );
}

function rejected({ signal }: ConsoleContext, error: unknown): never {
  if (!isOperatorError(error) && isStop(signal, error))
    throw new OperatorError('E_CANCELLED', { cause: error });
  throw error;
}
