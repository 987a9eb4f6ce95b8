import type { z } from 'zod';
import { OperatorError } from '../../../shared/errors/operator-error.ts';
import type { Secret } from '../../../shared/model/secret.ts';
import type { RunCommand } from '../../ports/command.port.ts';
import type { ShareAvailability } from '../../ports/secret-share.port.ts';

export type Op = {
  available(): Promise<ShareAvailability>;
  /** What `op` printed, or `failed` when it said no. Errors: `E_SHARE_UNAVAILABLE`, `E_SHARE_IN_DOUBT` when it was cut off. */
  call(args: readonly string[], input?: Secret): Promise<Secret | 'failed'>;
};

const timeoutMs = 30_000;

/** 1Password's command line, `op` 2; it finds the operator's sign-in by its own variables. */
export function opCommand(run: RunCommand, vault: string | undefined): Op {
  const inVault = (args: readonly string[]) => (vault === undefined ? args : [...args, '--vault', vault]);
  const op = (args: readonly string[], input?: Secret) =>
    run({ command: 'op', args, environment: ['OP_'], timeoutMs, ...(input && { input }) });
  return {
    async available() {
      const { end, ...ended } = await op(['whoami']);
      if (end === 'missing') return { ok: false, reason: 'The 1Password command `op` is not installed.' };
      if ('code' in ended && ended.code === 0) return { ok: true };
      return { ok: false, reason: 'Nobody is signed in to 1Password: run `op signin`.' };
    },
    async call(args, input) {
      const ended = await op(inVault(args), input);
      if (ended.end === 'missing') throw new OperatorError('E_SHARE_UNAVAILABLE');
      if (ended.end === 'cut-off') throw new OperatorError('E_SHARE_IN_DOUBT');
      return ended.code === 0 ? ended.stdout : 'failed';
    },
  };
}

/** What `op` printed, checked. An answer of another form leaves in doubt what it did. */
export function understood<Schema extends z.ZodType>(schema: Schema, printed: Secret): z.output<Schema> {
  try {
    return schema.parse(JSON.parse(printed.reveal()));
  } catch {
    // Not kept as the cause: the parser's words may quote what was printed.
    throw new OperatorError('E_SHARE_IN_DOUBT', {
      message: 'The 1Password command answered in an unknown form.',
    });
  }
}
