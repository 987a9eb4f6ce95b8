import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import pg from 'pg';
import { PortalError } from './portal-error.ts';

const UNIQUE = '23505';
const FOREIGN_KEY = '23503';

/** What a failed call is told: the refusal, a conflict the database found, or nothing more than that something broke. */
export function answerError(error: unknown, c: Context): Response {
  if (error instanceof PortalError) return c.json(error.toJSON(), error.status);
  if (error instanceof HTTPException) return error.getResponse();
  if (error instanceof pg.DatabaseError && (error.code === UNIQUE || error.code === FOREIGN_KEY)) {
    return c.json({ error: 'Conflict' }, 409);
  }
  process.stderr.write(`${c.req.method} ${c.req.path}: ${String(error)}\n`);
  return c.json({ error: 'InternalError' }, 500);
}
