import { resolve } from 'node:path';
import envPaths from 'env-paths';

/** Folder of the console's own data: what was named, `TENANT_CONSOLE_HOME`, or the platform's place for a program's data. */
export const homeFolder = (named: string | undefined, env: Readonly<NodeJS.ProcessEnv>): string =>
  resolve(named ?? env['TENANT_CONSOLE_HOME'] ?? envPaths('tenant-console', { suffix: '' }).data);
