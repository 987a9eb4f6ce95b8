import { z } from 'zod';
import { connectionName } from '../model/connection.ts';
import { roles } from '../model/role.ts';
import { defineCall } from './call.ts';

const privilege = z.strictObject({
  table: z.string(),
  verb: z.enum(['SELECT', 'INSERT', 'UPDATE', 'DELETE']),
  columns: z.array(z.string()).readonly().exactOptional(),
});

const listedStatement = z.strictObject({
  name: z.string(),
  purpose: z.string(),
  sql: z.string(),
  rowCap: z.int(),
  timeoutMs: z.int(),
  needs: z.array(privilege).readonly(),
  /** SHA-256 of the SQL, lower-case hex. */
  digest: z.string(),
});

/** The closed catalogue: every SQL statement the console may run (L15). */
export const listStatements = defineCall({
  name: 'statements.list',
  input: z.strictObject({
    /** Tenancy model; the first one when left out. */
    model: z.string().exactOptional(),
    /** Print with the names of this reading of the schema, or of the live schema behind a connection. */
    reading: z.string().exactOptional(),
    connection: connectionName.exactOptional(),
  }),
  output: z.strictObject({ reading: z.string(), statements: z.array(listedStatement).readonly() }),
  roles,
});
