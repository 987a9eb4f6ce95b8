import type { JsonObject } from '../../../shared/model/json.ts';
import { uuidForm, type BinaryForm } from './binary-form.ts';
import { dateForm, timestampForm, timestamptzForm } from './moment-forms.ts';

/** A column of an export: its name in the database and its type as the server's catalogue writes it. */
export type ExportColumn = { readonly name: string; readonly type: string; readonly nullable: boolean };

/** A table of an export. */
export type ExportTable = { readonly name: string; readonly columns: readonly ExportColumn[] };

const isWhole = (type: string): boolean => ['smallint', 'integer'].includes(type);
const isJson = (type: string): boolean => type === 'json' || type === 'jsonb';

/**
 * Whole numbers, truth values and JSON stand in NDJSON as they are; everything else stays text, because JSON has no decimal
 * numbers, days or instants of its own.
 */
export const isPlainJson = (type: string): boolean => isWhole(type) || type === 'boolean' || isJson(type);

const binaryForms: ReadonlyMap<string, BinaryForm> = new Map([
  ['uuid', uuidForm],
  ['date', dateForm],
  ['timestamp without time zone', timestampForm],
  ['timestamp with time zone', timestamptzForm],
]);

/** How a type is sent and hashed; all without a form are sent and hashed as text. Their precision is no part of it. */
export const binaryFormOf = (type: string): BinaryForm | undefined =>
  binaryForms.get(type.replace(/\(\d\)/, ''));

/** JSON Schema (2020-12) of one line of the table's NDJSON file. */
export const jsonSchemaOf = ({ name, columns }: ExportTable): JsonObject => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: name,
  type: 'object',
  additionalProperties: false,
  required: columns.map((column) => column.name),
  properties: Object.fromEntries(columns.map((column) => [column.name, propertyOf(column)])),
});

function propertyOf({ type, nullable }: ExportColumn): JsonObject {
  if (isJson(type)) return { $comment: type };
  const base = isWhole(type) ? 'integer' : type === 'boolean' ? 'boolean' : 'string';
  const format = type === 'date' ? 'date' : type === 'uuid' ? 'uuid' : undefined;
  return {
    type: nullable ? [base, 'null'] : base,
    $comment: type,
    ...(format !== undefined && { format }),
  };
}
