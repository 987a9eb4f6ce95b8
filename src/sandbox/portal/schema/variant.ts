/**
 * The four readings of the production schema (requirement P2): with a `brokers` table or with a bare `brokerId` UUID,
 * and with snake_case or camelCase column names.
 */
export const schemaVariants = ['brokers-snake', 'brokers-camel', 'bare-snake', 'bare-camel'] as const;

export type SchemaVariant = (typeof schemaVariants)[number];

export const isSchemaVariant = (text: string): text is SchemaVariant =>
  (schemaVariants as readonly string[]).includes(text);

export const hasBrokers = (variant: SchemaVariant): boolean => variant.startsWith('brokers-');

export const isSnake = (variant: SchemaVariant): boolean => variant.endsWith('-snake');
