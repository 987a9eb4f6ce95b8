import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import {
  publishedSchemas,
  schemaFile,
  schemaText,
  type PublishedSchema,
} from '../../../scripts/write-schemas.ts';

test.each(Object.keys(publishedSchemas) as PublishedSchema[])(
  'the published schema of %s is the one that is checked: `npm run schemas` writes it',
  async (name) => {
    expect(await readFile(schemaFile(name), 'utf8')).toBe(await schemaText(name));
  },
);
