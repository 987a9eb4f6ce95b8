import { resolve } from 'node:path';

/** Environment of a process that a test starts: what it loads is compiled once for all of them, and its home holds nothing but its own. */
export const compileCache = { NODE_COMPILE_CACHE: resolve(import.meta.dirname, '../../.cache/compiled') };
