/** What JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

/** A JSON object; a key is there with a value or not there at all. */
 
export type JsonObject = { readonly [key: string]: Json };
