/** The four readings of the pooled schema that the sandbox can be made with (P2). */
export const schemaVariants = ['brokers-snake', 'brokers-camel', 'bare-snake', 'bare-camel'] as const;
export type SchemaVariant = (typeof schemaVariants)[number];
