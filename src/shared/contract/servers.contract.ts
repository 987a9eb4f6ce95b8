import { z } from 'zod';
import { connectionName } from '../model/connection.ts';
import { roles } from '../model/role.ts';
import { defineCall } from './call.ts';

const placementServer = z.strictObject({
  name: z.string(),
  active: z.boolean(),
  capacity: z.int(),
  /** Tenants on it, those that are being made among them. */
  load: z.int(),
  /** Whether the next tenant would go there, or why not. */
  verdict: z.string(),
});
export type PlacementServer = z.infer<typeof placementServer>;

/** The servers that a deployment places its tenants on. `E_NO_SERVERS` where tenants are not placed. */
export const listServers = defineCall({
  name: 'servers.list',
  input: z.strictObject({ connection: connectionName }),
  output: z.array(placementServer),
  roles,
});
