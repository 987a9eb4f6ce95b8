import type { Context } from 'hono';
import type { z } from 'zod';
import { invalid, PortalError } from '../portal-error.ts';

/** The body of a request as `schema` wants it. @throws PortalError ValidationError with the fields that are wrong */
export async function bodyOf<Schema extends z.ZodType>(
  c: Context,
  schema: Schema,
): Promise<z.output<Schema>> {
  return parse(schema, await jsonOf(c));
}

/** The query string as `schema` wants it; a repeated parameter counts once, the first time. */
export const queryOf = <Schema extends z.ZodType>(c: Context, schema: Schema): z.output<Schema> =>
  parse(schema, c.req.query());

async function jsonOf(c: Context): Promise<unknown> {
  try {
    return await c.req.json();
  } catch {
    throw invalid('', 'The body is not JSON.');
  }
}

function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new PortalError(
    'ValidationError',
    parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })),
  );
}
