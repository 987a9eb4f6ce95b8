/** What JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

/** A JSON object; a key is there with a value or not there at all. */
// eslint-disable-next-line @typescript-eslint/consistent-indexed-object-style -- a Record may not refer to itself
export type JsonObject = { readonly [key: string]: Json };
