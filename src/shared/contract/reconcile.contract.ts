import { z } from 'zod';
import { connectionName } from '../model/connection.ts';
import { reconciliation } from '../model/orphan.ts';
import { defineCall } from './call.ts';

/**
 * Looks for everything that hangs below nothing (P16); changes nothing. Either the whole answer or an error: an outage is
 * never taken for an absence.
 */
export const scanOrphans = defineCall({
  name: 'reconcile.scan',
  input: z.strictObject({
    connection: connectionName,
    /** How many of each kind are listed; all are counted. */
    listed: z.int().min(1).max(1000).default(100),
  }),
  output: reconciliation,
  roles: ['superadmin', 'support'],
});
