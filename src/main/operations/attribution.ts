import type { ConsoleContext } from './console-context.ts';

/** Says in the ledger that a run was opened past the ordinary way; who called and why are sealed with it. */
export const breakGlassOpened = 'break-glass.opened';

/**
 * Whom the platform's own audit trail names for a run: the key that signs the ledger, or for a break-glass the user of the
 * operating system who called.
 */
export async function attributedTo(
  { ledger }: Pick<ConsoleContext, 'ledger'>,
  { runId, operator }: { readonly runId: string; readonly operator: string },
): Promise<string> {
  const [entry] = ledger.entries({ runId, types: [breakGlassOpened] });
  const details = entry && (await ledger.unseal(entry));
  if (details === undefined || details === 'shredded') return `operator:${operator}`;
  return `os:${details['osUser'] as string}`;
}
