import type { Connection } from '../../shared/model/connection.ts';
import type { Secret } from '../../shared/model/secret.ts';

/** A whole database as SQL that makes it again, in a file that `remove` takes away. */
export type DatabaseDump = {
  readonly by: string;
  readonly text: AsyncIterable<string>;
  readonly remove: () => Promise<void>;
};

/** Dumps by a program of this machine where it is installed and fits the server; else says in words why not. */
export type DumpDatabase = (
  url: Secret,
  tls: Pick<Connection, 'tls' | 'caFile'>,
) => Promise<DatabaseDump | { readonly unavailable: string }>;
