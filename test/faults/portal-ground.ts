import { startTestCluster } from '../helpers/postgres.setup.ts';
import { startTestPortal, type TestPortal } from '../helpers/sandbox.ts';
import { broker } from './brokers.ts';
import { startWorkstation } from './deployment.ts';
import type { Ground, WayOf } from './ground.ts';
import { offboarding } from './offboarding.ts';
import { casesOf, type Way } from './points.ts';
import { founding, provisioning } from './provisioning.ts';
import { verifying } from './verifying.ts';
import { auditWorld, worldOf } from './world.ts';

/** Most is tried where most is changed; the ways through the isolation suite cost ten times as much. */
const weights: Readonly<Record<Way, number>> = {
  founding: 30,
  offboarding: 6,
  provisioning: 1,
  verifying: 1,
};

const ways = Object.entries(weights).map(([way, weight]): WayOf => ({
  way,
  weight,
  goesBack: true,
  cases: casesOf,
}));

/** A portal that tenants share; `before` is how its canary stood. */
export function portalGround(portal: TestPortal, before: string): Ground {
  return {
    ways,
    lacks: ['server.'],
    startWorkstation: () => startWorkstation(portal),
    journey: async (way, number, { offices, options }) => {
      if (way === 'founding') return founding(portal, broker(number));
      if (way === 'provisioning') return provisioning(portal, broker(number));
      if (way === 'verifying') return verifying(portal, number);
      return offboarding({ portal, offices, home: options.home }, number);
    },
    audit: () => auditWorld(portal, before),
    close: () => Promise.resolve(),
  };
}

/** A portal on a database of its own. Whoever starts it closes it. */
async function startPortal(): Promise<{ readonly portal: TestPortal; readonly close: () => Promise<void> }> {
  const { cluster, stop } = await startTestCluster();
  const portal = await startTestPortal({ cluster });
  const close = async () => {
    await portal.close();
    await stop();
  };
  return { portal, close };
}

/** Such a portal to kill consoles on. */
export async function startPortalGround(): Promise<Ground> {
  const { portal, close } = await startPortal();
  return { ...portalGround(portal, await worldOf(portal)), close };
}

/** Such a portal for as long as the work takes. */
export async function onPortal<T>(work: (portal: TestPortal) => Promise<T>): Promise<T> {
  const { portal, close } = await startPortal();
  try {
    return await work(portal);
  } finally {
    await close();
  }
}
