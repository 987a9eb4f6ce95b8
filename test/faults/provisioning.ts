import { startProvisioning } from '../../src/shared/contract/runs.contract.ts';
import type { TestPortal } from '../helpers/sandbox.ts';
import { auditBroker } from './audit.ts';
import { answerTo, type Broker } from './brokers.ts';
import { AWAY, HERE } from './deployment.ts';
import type { Journey } from './journey.ts';

/** Provisions a broker to the end. */
export const provisioning = (portal: TestPortal, of: Broker): Journey => ({
  runbook: 'pooled.provision',
  tenantId: of.tenantId,
  start: (desk) => desk.call(startProvisioning, { connection: HERE, intake: of }),
  answer: (prompt) => answerTo(prompt, of),
  audit: (end) => auditBroker(portal, of, end),
});

/** The same as far as the isolation suite, whose portal is away: what comes before is what changes the database. */
export const founding = (portal: TestPortal, of: Broker): Journey => ({
  ...provisioning(portal, of),
  goesAsFarAs: 'pooled.probe-isolation',
  start: (desk) => desk.call(startProvisioning, { connection: AWAY, intake: of }),
});
