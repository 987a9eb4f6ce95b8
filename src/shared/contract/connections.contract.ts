import { z } from 'zod';
import { connectionName, connectionSchema } from '../model/connection.ts';
import { environmentFacts } from '../model/environment.ts';
import { finding } from '../model/finding.ts';
import { roles } from '../model/role.ts';
import { Secret } from '../model/secret.ts';
import { defineCall } from './call.ts';

const secret = z
  .string()
  .min(1)
  .transform((text) => new Secret(text));

const named = z.strictObject({ name: connectionName });

/** How the environment was known when the connection was first met. */
const pin = z.strictObject({ at: z.string(), label: z.string(), database: z.string() });

const connectionView = z.strictObject({ connection: connectionSchema, pinned: pin.exactOptional() });
export type ConnectionView = z.infer<typeof connectionView>;

/**
 * Adds a connection or replaces the one of the same name. Secrets go into the keychain and nowhere else. What was pinned stays
 * pinned as long as host, port, database and environment are the same.
 */
export const addConnection = defineCall({
  name: 'connections.add',
  input: z.strictObject({
    connection: connectionSchema,
    /** Left out: the one in the keychain stays. */
    password: secret.exactOptional(),
    mailKey: secret.exactOptional(),
    objectsKey: secret.exactOptional(),
    storeToken: secret.exactOptional(),
  }),
  output: connectionView,
  roles: ['superadmin'],
});

export const listConnections = defineCall({
  name: 'connections.list',
  input: z.strictObject({}),
  output: z.array(connectionView),
  roles,
});

const connectionTest = z.strictObject({
  environment: environmentFacts,
  /** `now`: this was the first meeting, and what the server says of itself was recorded. */
  pinned: z.enum(['now', 'before']),
  /** What has changed since that is no reason to stop. */
  warnings: z.array(z.string()),
});
export type ConnectionTest = z.infer<typeof connectionTest>;

/** Connects and proves the environment. */
export const testConnection = defineCall({
  name: 'connections.test',
  input: named,
  output: connectionTest,
  roles: ['superadmin'],
});

const diagnosis = z.strictObject({
  connection: connectionName,
  findings: z.array(finding),
  /** SQL for a least-privilege role, with the names of the live schema. */
  grants: z.string().exactOptional(),
});
export type Diagnosis = z.infer<typeof diagnosis>;

/** Says in plain words what is wrong with a connection and what to do. Finding something wrong is an answer, not an error. */
export const examineConnection = defineCall({
  name: 'connections.doctor',
  input: named,
  output: diagnosis,
  roles: ['superadmin'],
});

/** Forgets a connection and its secrets. The ledger keeps what was done over it. */
export const removeConnection = defineCall({
  name: 'connections.remove',
  input: named,
  output: named,
  roles: ['superadmin'],
});
