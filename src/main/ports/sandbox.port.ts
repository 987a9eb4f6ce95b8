import type { SchemaVariant } from '../../shared/model/schema-variant.ts';
import type { Secret } from '../../shared/model/secret.ts';

/** Where a running sandbox answers. Its secrets travel apart. */
export type RunningSandbox = {
  readonly state: 'running';
  readonly pid: number;
  readonly variant: SchemaVariant;
  readonly seededTenants: number;
  readonly postgres: {
    readonly host: string;
    readonly port: number;
    readonly database: string;
    readonly user: string;
  };
  readonly portal: { readonly url: string };
  readonly mail: { readonly apiUrl: string; readonly from: string };
  readonly objects: { readonly apiUrl: string; readonly deliveryUrl: string };
  readonly canaryTenantId: string;
  /** Where its behaviour can be changed: for trying the detector alone. */
  readonly control: { readonly url: string };
  readonly secrets: {
    readonly databasePassword: Secret;
    readonly mailKey: Secret;
    readonly objectsKey: Secret;
    readonly controlToken: Secret;
  };
};

export type SandboxStanding = RunningSandbox | { readonly state: 'stopped' };

export type SandboxOptions = { readonly variant?: SchemaVariant; readonly tenants?: number };

/**
 * The embedded deployment: reference portal, PostgreSQL, blob store and mail catcher, in processes of their own on loopback.
 * Every call may be repeated.
 *
 * Errors: `E_SANDBOX_START_FAILED`, `E_SANDBOX_PORT_TAKEN`, `E_SANDBOX_HOME_UNWRITABLE`, `E_SANDBOX_VARIANT_MISMATCH`,
 * `E_SANDBOX_DATA_GONE`.
 */
export type Sandbox = {
  start(options: SandboxOptions): Promise<RunningSandbox>;
  stop(): Promise<void>;
  status(): Promise<SandboxStanding>;
  /** Stops it and forgets its data. */
  reset(): Promise<void>;
};

/** Where the running reference platform of database-per-tenant answers. */
export type RunningPlatform = Pick<RunningSandbox, 'state' | 'pid' | 'postgres' | 'portal' | 'mail'> & {
  readonly vault: { readonly url: string };
  readonly servers: readonly string[];
  /** Folder of the migrations that make a tenant's database. */
  readonly migrations: string;
  readonly secrets: {
    readonly databasePassword: Secret;
    readonly mailKey: Secret;
    readonly storeToken: Secret;
  };
};

/** The reference platform of database-per-tenant, beside the sandbox and as it: every call may be repeated. Errors: the same. */
export type SandboxPlatform = {
  start(): Promise<RunningPlatform>;
  stop(): Promise<void>;
  /** Undefined when it does not run. */
  status(): Promise<RunningPlatform | undefined>;
  reset(): Promise<void>;
};
