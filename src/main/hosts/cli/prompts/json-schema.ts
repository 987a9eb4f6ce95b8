import { z } from 'zod';
import type { JsonObject } from '../../../../shared/model/json.ts';

/** As much of JSON Schema (2020-12) as intakes and answers use; what is not known here is asked for as JSON. */
export type FieldSchema = {
  readonly type?: string | undefined;
  readonly description?: string | undefined;
  readonly enum?: readonly string[] | undefined;
  readonly default?: unknown;
  readonly pattern?: string | undefined;
  readonly format?: string | undefined;
  readonly minLength?: number | undefined;
  readonly maxLength?: number | undefined;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  readonly properties?: Readonly<Record<string, FieldSchema>> | undefined;
  readonly required?: readonly string[] | undefined;
  readonly propertyNames?: FieldSchema | undefined;
  readonly additionalProperties?: FieldSchema | boolean | undefined;
};

const fieldSchema: z.ZodType<FieldSchema> = z.lazy(() =>
  z.object({
    type: z.string().optional().catch(undefined),
    description: z.string().optional(),
    enum: z.array(z.string()).optional().catch(undefined),
    default: z.unknown().optional(),
    pattern: z.string().optional(),
    format: z.string().optional(),
    minLength: z.number().optional(),
    maxLength: z.number().optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    properties: z.record(z.string(), fieldSchema).optional(),
    required: z.array(z.string()).optional(),
    propertyNames: fieldSchema.optional(),
    additionalProperties: z.union([z.boolean(), fieldSchema]).optional(),
  }),
);

/** Reads a schema that came with a prompt or an intake. */
export const readSchema = (schema: JsonObject): FieldSchema => fieldSchema.parse(schema);

const looksLike: Readonly<Record<string, string>> = { email: 'name@example.ie', date: '2026-01-31' };

/** What is wrong with a text as an answer to this field. */
export function checkText(field: FieldSchema, text: string): true | string {
  const { minLength = 0, maxLength = Infinity, pattern, format = '' } = field;
  if (text.length < minLength)
    return minLength === 1 ? 'an answer is needed' : `at least ${minLength} characters`;
  if (text.length > maxLength) return `at most ${maxLength} characters`;
  if (pattern === undefined || new RegExp(pattern, 'u').test(text)) return true;
  return looksLike[format] === undefined ? `must match ${pattern}` : `must look like ${looksLike[format]}`;
}

/** What is wrong with a text as a number for this field. */
export function checkNumber(field: FieldSchema, text: string): true | string {
  const { minimum = -Infinity, maximum = Infinity, type } = field;
  const value = Number(text);
  if (text.trim() === '' || Number.isNaN(value)) return 'a number is needed';
  if (type === 'integer' && !Number.isInteger(value)) return 'a whole number is needed';
  return (value >= minimum && value <= maximum) || `from ${minimum} to ${maximum}`;
}
