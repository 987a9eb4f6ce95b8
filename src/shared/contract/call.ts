import type { z } from 'zod';
import type { Role } from '../model/role.ts';

/** One call of the console: declared once, and everything that carries it is derived from here (DESIGN §1). */
export type Call<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> = {
  /** `<area>.<verb>`: the channel's name. */
  readonly name: string;
  readonly input: Input;
  readonly output: Output;
  /** Who may call it; the operation layer refuses everyone else with `E_FORBIDDEN`. */
  readonly roles: readonly Role[];
  /** Also for someone to whom the policy gives no role: to see that, and to take over a policy that does. */
  readonly open?: true;
};

/** Checks a call's shape and keeps its types. */
export const defineCall = <Input extends z.ZodType, Output extends z.ZodType>(
  call: Call<Input, Output>,
): Call<Input, Output> => call;

export type InputOf<C extends Call> = z.input<C['input']>;
export type ParsedInputOf<C extends Call> = z.output<C['input']>;
export type OutputOf<C extends Call> = z.output<C['output']>;
