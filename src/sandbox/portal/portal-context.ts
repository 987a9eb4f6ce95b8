import type { Clock } from '../clock.ts';
import type { Ids } from '../ids.ts';
import type { ActorContext } from './actor-context.ts';
import type { FileStore } from './files.ts';
import type { Mailer } from './mailer.ts';
import type { DenialReading, PortalPolicies } from './policies.ts';
import type { PortalDatabase } from './schema/portal-database.ts';
import type { SchemaVariant } from './schema/variant.ts';

/** What every service works with. */
export type PortalContext = {
  readonly db: PortalDatabase;
  readonly variant: SchemaVariant;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly files: FileStore;
  readonly mailer: Mailer;
  readonly denial: DenialReading;
  readonly policies: PortalPolicies;
};

/** What the middleware hands to the routes. */
export type PortalEnv = { readonly Variables: { actor: ActorContext } };
