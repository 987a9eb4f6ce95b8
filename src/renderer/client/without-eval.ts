import { z } from 'zod';

/** The console's content security policy has no `unsafe-eval`; zod must not even try. Imported before any schema. */
z.config({ jitless: true });
