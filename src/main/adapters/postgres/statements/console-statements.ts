import type { AnyStatement } from '../../../ports/database.port.ts';
import { frameStatements } from './frame.ts';
import { introspectionStatements } from './introspection.ts';
import { probeStatements } from './probes.ts';
import { roleStatements } from './role.ts';

/** Every statement of the console itself; a model's own come on top. None of them touches a table of the tenants. */
export const consoleStatements: readonly AnyStatement[] = [
  ...frameStatements,
  ...introspectionStatements,
  ...probeStatements,
  ...roleStatements,
];
