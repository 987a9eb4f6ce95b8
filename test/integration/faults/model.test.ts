import { expect, test } from 'vitest';
import { tryModel } from '../../faults/model.ts';
import { usePortal } from '../../helpers/sandbox.ts';

const portal = usePortal();

// `npm run faults -- --model 500` tries more of them, from any seed.
test(
  'whatever is done in whatever order, nothing is there that may not be',
  { timeout: 240_000 },
  async () => {
    const outcome = await tryModel(portal(), { sequences: 20, seed: 20_261_121, log: () => undefined });
    expect(outcome.finding).toBeUndefined();
    expect(outcome.commands).toBeGreaterThan(100);
  },
);
