/** What `start --model database` prints while the platform runs. Holds secrets of the sandbox; kept in a file of mode 0600. */
export type PlatformState = {
  readonly state: 'running';
  readonly model: 'database';
  readonly pid: number;
  /** The master database, as the console signs in to it; `ownerUrl` is the platform's own, for tests. */
  readonly postgres: {
    readonly host: string;
    readonly port: number;
    readonly database: string;
    readonly user: string;
    readonly password: string;
    readonly ownerUrl: string;
  };
  readonly portal: { readonly url: string };
  readonly mail: { readonly url: string; readonly apiKey: string; readonly from: string };
  readonly vault: { readonly url: string; readonly token: string };
  readonly servers: readonly string[];
  /** Folder of the migrations that make a tenant's database. */
  readonly migrations: string;
};

/** What it remembers between two starts; exists exactly when the master database is complete. */
export type PlatformSettings = {
  readonly ports: Readonly<Record<'alpha' | 'beta' | 'portal' | 'mail' | 'vault', number>>;
};
