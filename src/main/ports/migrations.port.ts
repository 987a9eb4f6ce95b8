import type { Secret } from '../../shared/model/secret.ts';

/** A folder of migrations as it is now. */
export type MigrationSet = {
  /** SHA-256, lower-case hex, over names and contents: another migration is another set. */
  readonly digest: string;
  readonly names: readonly string[];
};

/** The platform's migrations of a tenant's schema (D6). */
export type Migrations = {
  read(): Promise<MigrationSet>;
  /**
   * Applies what is pending, under the tool's own lock, and answers with the names of what it applied.
   * Errors: `E_MIGRATIONS_FAILED` with the migration and the tool's words.
   */
  latest(url: Secret): Promise<readonly string[]>;
};
