import { expect, test } from 'vitest';
import { newBroker } from '../../helpers/broker.ts';
import { closeConsoles, connectedConsole, provision, stoppedAt } from '../../helpers/console.ts';
import { useQuickProfile } from '../../helpers/quick-profile.ts';
import { usePortal } from '../../helpers/sandbox.ts';
import { rowCounts } from './tenant-rows.ts';

const portal = usePortal();
const quickly = useQuickProfile();
closeConsoles();

/** Workstations that provision at the same moment, each a broker of its own, all on one canary. */
const WORKSTATIONS = 3;

test(
  'consoles that check isolation at once take turns: none takes the others’ test data for a leak',
  { timeout: 180_000 },
  async () => {
    const consoles = await Promise.all(
      Array.from({ length: WORKSTATIONS }, () => connectedConsole(portal(), quickly(portal()))),
    );
    const before = await rowCounts(portal());
    const runs = await Promise.all(
      consoles.map((console) => provision(console, newBroker(), 'pooled.hand-over')),
    );
    for (const run of runs) expect(run.prompt?.stepId, stoppedAt(run)).toBe('pooled.hand-over');
    const after = await rowCounts(portal());
    expect(after['users']! - before['users']!).toBe(WORKSTATIONS);
    expect(after['employers']).toBe(before['employers']);
  },
);
