/** A JSON value (RFC 8259). There is no `undefined` in it: a member is there or it is not. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export type JsonObject = { readonly [key: string]: Json };
