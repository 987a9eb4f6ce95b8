import { z } from 'zod';

/** A JSON value (RFC 8259). There is no `undefined` in it: a member is there or it is not. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export type JsonObject = { readonly [key: string]: Json };

/** Parses nothing and keeps the type: for JSON that another schema has checked already. */
export const jsonObject = z.custom<JsonObject>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'a JSON object',
);
