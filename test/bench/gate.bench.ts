import { proveGate } from '../helpers/gate.ts';
import { tenantOf } from '../helpers/planted-values.ts';
import { startTestCluster } from '../helpers/postgres.setup.ts';
import { startTestPortal } from '../helpers/sandbox.ts';
import type { Bench, Figure } from './bench.ts';
import { growMembers } from './large-tenant.ts';

/** What the gate finds before an erasure and after it. No figure of speed: each is a share that has to be whole. */
export const bench: Bench = {
  name: 'gate',
  about: 'what the search for people finds before they are erased and after it, in a large tenant',
  run: async ({ quick, log }) => {
    const [members, values] = quick ? [5_000, 500] : [200_000, 5_000];
    const { cluster, stop } = await startTestCluster();
    try {
      const portal = await startTestPortal({ cluster });
      await growMembers(portal, await tenantOf(portal), members);
      log(`${members} members …`);
      const proof = await proveGate(portal, values, log);
      await portal.close();
      const figure = (what: string, value: number, asked: number): Figure => ({
        ...{ what, value, unit: '', against: '', ratio: null, asked: `= ${asked}`, holds: value === asked },
      });
      const short = proof.columns.filter(({ counted, planted }) => counted < planted).length;
      return [
        figure(`planted values recognised before, of ${proof.known} known`, proof.recognised, values),
        figure('columns where the gate counted fewer than were planted', short, 0),
        figure('found by the gate after the erasure', proof.left, 0),
        figure('planted values that are still there', proof.stillThere, 0),
        figure('other tenants’ rows changed (0 no, 1 yes)', Number(!proof.othersUnchanged), 0),
      ];
    } finally {
      await stop();
    }
  },
};
