import { automaticStep } from '../../../engine/step.ts';
import { anchorStep, observeAnchor, writeAnchor } from '../checkpoint-anchor.ts';
import type { PooledContext } from '../pooled-context.ts';

/**
 * Writes the ledger's newest checkpoint into the portal's audit trail: whoever replaces the ledger by an older copy is
 * contradicted by a place that is not theirs (DESIGN §4).
 */
export const anchorCheckpoint = automaticStep({
  ...anchorStep,
  id: 'pooled.anchor-checkpoint',
  title: 'Anchor the ledger in the portal’s audit trail',
  about:
    'Writes the ledger’s signed checkpoint into the portal’s audit trail and into the keychain, so that replacing the ledger by an older one is found.',
  observe: (ctx: PooledContext) => observeAnchor(ctx),
  apply: (ctx: PooledContext) => writeAnchor(ctx),
});
