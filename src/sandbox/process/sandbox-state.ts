import type { SchemaVariant } from '../portal/schema/variant.ts';
import type { SeededUser } from '../seed/tenant-rows.ts';
import type { PlatformState } from '../platform/platform-state.ts';
import type { SeedResult } from '../seed/seed.ts';

export type Login = { readonly email: string; readonly password: string };

/** What `start` and `status` print while the sandbox runs. Holds secrets of the sandbox; kept in a file of mode 0600. */
export type RunningState = {
  readonly state: 'running';
  readonly pid: number;
  readonly variant: SchemaVariant;
  /** Sign-in of the console's own least-privilege role; `ownerUrl` is the portal's own, for tests. */
  readonly postgres: {
    readonly host: string;
    readonly port: number;
    readonly database: string;
    readonly user: string;
    readonly password: string;
    readonly ownerUrl: string;
  };
  readonly portal: { readonly url: string };
  readonly blob: { readonly url: string; readonly token: string };
  readonly mail: { readonly url: string; readonly apiKey: string; readonly from: string };
  /** Remote control: leaks, delays, more portals. The token goes into the Authorization header as a bearer. */
  readonly control: { readonly url: string; readonly token: string };
  readonly canary: {
    readonly brokerId: string;
    readonly admin: Login;
    readonly users: readonly (SeededUser & Login)[];
  };
  readonly superAdmin: Login;
  readonly seededTenants: number;
};

/** What runs in a home: the portal that tenants share, or the platform whose tenants have databases of their own. */
export type AnyRunningState = RunningState | PlatformState;

export type SandboxState = AnyRunningState | { readonly state: 'stopped' };

/** What the sandbox remembers between two starts. It exists exactly when the database is complete. */
export type SandboxSettings = {
  readonly variant: SchemaVariant;
  readonly seed: SeedResult;
  readonly ports: Ports;
};

export type Ports = {
  readonly postgres: number;
  readonly portal: number;
  readonly blob: number;
  readonly mail: number;
  readonly control?: number;
};
