import { z } from 'zod';
import { OperatorError } from '../../../shared/errors/operator-error.ts';
import type { Secret } from '../../../shared/model/secret.ts';
import type { RunCommand } from '../../ports/command.port.ts';
import type { ShareAvailability } from '../../ports/secret-share.port.ts';

export type Bw = {
  available(): Promise<ShareAvailability>;
  /** What `bw` printed, or `failed` when it said no. Errors: `E_SHARE_UNAVAILABLE`, `E_SHARE_IN_DOUBT` when it was cut off. */
  call(args: readonly string[], input?: Secret): Promise<Secret | 'failed'>;
};

const timeoutMs = 60_000;
const status = z.object({ status: z.enum(['unlocked', 'locked', 'unauthenticated']) });

/** Bitwarden's command line, `bw`; it finds the unlocked vault by `BW_SESSION`. It never asks anybody anything. */
export function bwCommand(run: RunCommand): Bw {
  const bw = (args: readonly string[], input?: Secret) =>
    run({
      command: 'bw',
      args: ['--nointeraction', ...args],
      environment: ['BW_', 'BITWARDENCLI_'],
      timeoutMs,
      ...(input && { input }),
    });
  return {
    async available() {
      const ended = await bw(['status']);
      if (ended.end === 'missing')
        return { ok: false, reason: 'The Bitwarden command `bw` is not installed.' };
      const unlocked = ended.end === 'exited' && ended.code === 0 && isUnlocked(ended.stdout);
      return unlocked
        ? { ok: true }
        : { ok: false, reason: 'The Bitwarden vault is not unlocked: run `bw unlock` and set BW_SESSION.' };
    },
    async call(args, input) {
      const ended = await bw(args, input);
      if (ended.end === 'missing') throw new OperatorError('E_SHARE_UNAVAILABLE');
      if (ended.end === 'cut-off') throw new OperatorError('E_SHARE_IN_DOUBT');
      return ended.code === 0 ? ended.stdout : 'failed';
    },
  };
}

/** What `bw` printed, checked. An answer of another form leaves in doubt what it did. */
export function understood<Schema extends z.ZodType>(schema: Schema, printed: Secret): z.output<Schema> {
  try {
    return schema.parse(JSON.parse(printed.reveal()));
  } catch {
    // Not kept as the cause: the parser's words may quote what was printed.
    throw new OperatorError('E_SHARE_IN_DOUBT', {
      message: 'The Bitwarden command answered in an unknown form.',
    });
  }
}

const isUnlocked = (printed: Secret): boolean => {
  try {
    return understood(status, printed).status === 'unlocked';
  } catch {
    return false;
  }
};
