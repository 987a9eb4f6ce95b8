import { z } from 'zod';
import { OperatorError } from '../../../shared/errors/operator-error.ts';

/** A sub-domain and, with underscores, the name of the database (D1). */
const slugForm = /^[a-z][a-z0-9-]{2,39}$/;

/** What every database of a tenant is called at first. */
export const TENANT_PREFIX = 'tenant_';

/** What an operator knows of a tenant before it gets a database of its own (D1; source 4). */
export const databaseIntake = z.strictObject({
  slug: z
    .string()
    .max(200)
    .meta({
      title: 'Slug',
      pattern: slugForm.source,
      'x-hint': 'Three to forty lower-case letters, digits and hyphens, the first a letter',
      'x-becomes': { title: 'Database', prefix: TENANT_PREFIX, replace: '-', by: '_' },
    }),
  legalName: z.string().trim().min(2).max(200).describe('Display name'),
  contact: z.strictObject({
    name: z.string().trim().min(2).max(120).describe('Full name of the first administrator'),
    email: z
      .email()
      .max(254)
      .toLowerCase()
      .describe('E-mail of the first administrator; gets the invitation'),
  }),
  server: z.string().exactOptional().meta({
    title: 'Database server',
    description: 'Only to name one; the console places the tenant otherwise',
  }),
});

export type DatabaseIntake = z.infer<typeof databaseIntake>;

/** The tenant is known by its slug. Errors: `E_INVALID_SLUG`. */
export function slugOf({ slug }: Pick<DatabaseIntake, 'slug'>): string {
  if (slugForm.test(slug)) return slug;
  throw new OperatorError('E_INVALID_SLUG');
}

/** Database and role have one name (D6): under 50 characters, so that PostgreSQL cuts nothing off. */
export const databaseNameOf = (slug: string): string => `${TENANT_PREFIX}${slug.replaceAll('-', '_')}`;

export const secretNameOf = (slug: string): string => `tenant-db-${slug}`;
