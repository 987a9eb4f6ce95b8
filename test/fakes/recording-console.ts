import type { Call } from '../../src/shared/contract/call.ts';
import { OperatorError } from '../../src/shared/errors/operator-error.ts';
import type { Role } from '../../src/shared/model/role.ts';
import type { ConsoleContext } from '../../src/main/operations/console-context.ts';
import { operation, perform } from '../../src/main/operations/operation.ts';

/** What came through to an operation. */
export type Reached = { readonly name: string; readonly input: unknown };

/**
 * The real gate in front of operations that only note what reaches them and then refuse with `E_CANCELLED`: so an answer says how far
 * a call came.
 */
export function recordingConsole(roles: readonly Role[]) {
  const reached: Reached[] = [];
  const context = { actor: () => ({ keyId: 'test', roles }) } as unknown as ConsoleContext;
  return {
    reached,
    call: (call: Call, input: unknown): Promise<unknown> => {
      const noting = operation(call, (_ctx, parsed) => {
        reached.push({ name: call.name, input: parsed });
        return Promise.reject(new OperatorError('E_CANCELLED'));
      });
      return perform(noting, context, input);
    },
  };
}
