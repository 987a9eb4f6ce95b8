import { writeFile } from 'node:fs/promises';
import { format } from 'prettier';
import { z } from 'zod';
import { isolationReport } from '../src/shared/model/isolation-report.ts';
import { portalProfile } from '../src/shared/model/portal-profile.ts';

/** Files that other programs read and write, as JSON Schema 2020-12. */
export const publishedSchemas = {
  'portal-profile': { schema: portalProfile, io: 'input' },
  'isolation-report': { schema: isolationReport, io: 'output' },
} as const;

export type PublishedSchema = keyof typeof publishedSchemas;

export const schemaFile = (name: PublishedSchema): URL =>
  new URL(`../resources/${name}.schema.json`, import.meta.url);

/** The text of a schema's file. */
export function schemaText(name: PublishedSchema): Promise<string> {
  const { schema, io } = publishedSchemas[name];
  return format(JSON.stringify(z.toJSONSchema(schema, { io })), { parser: 'json', printWidth: 110 });
}

if (import.meta.main)
  for (const name of Object.keys(publishedSchemas) as PublishedSchema[])
    await writeFile(schemaFile(name), await schemaText(name));
