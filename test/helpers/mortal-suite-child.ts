import { runSuite } from '../../src/main/isolation/suite/run-suite.ts';
import { defaultLimits } from '../../src/main/isolation/suite/suite-ports.ts';
import { openPooled } from './pooled-database.ts';
import type { TestPortal } from './sandbox.ts';
import { suitePortsFor, suiteTargetOf, type CheckedPortal } from './suite-parts.ts';

/** A check in a process of its own, which may be killed at any time: `[portal as JSON, tenant, canary]`. */
const [portal = '', tenantId = '', canaryTenantId = ''] = process.argv.slice(2);
const checked = JSON.parse(portal) as CheckedPortal;
const database = await openPooled(checked as TestPortal);
const ports = suitePortsFor(checked, database);
await runSuite(ports, suiteTargetOf(tenantId, canaryTenantId), { ...defaultLimits, timing: false });
ports.portal.close();
await database.close();
