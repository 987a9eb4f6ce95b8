import { hash } from '@node-rs/argon2';
import pg from 'pg';
import { argon2PasswordHash } from '../../src/main/adapters/argon2/password-hash.adapter.ts';
import { StatementCatalogue } from '../../src/main/adapters/postgres/statement-catalogue.ts';
import * as frame from '../../src/main/adapters/postgres/statements/frame.ts';
import { systemClock } from '../../src/main/adapters/system/system-clock.adapter.ts';
import { systemIds } from '../../src/main/adapters/system/system-ids.adapter.ts';
import { RunSecrets } from '../../src/main/engine/run-secrets.ts';
import { call, type Call, type TenantDatabase } from '../../src/main/ports/database.port.ts';
import { temporaryPassword } from '../../src/main/tenancy/temporary-password.ts';
import { complianceCalendar, emailTemplates } from '../../src/main/tenancy/pooled/defaults.ts';
import { provisioningLock, type PooledContext } from '../../src/main/tenancy/pooled/pooled-context.ts';
import type { PooledSchema } from '../../src/main/tenancy/pooled/schema.ts';
import {
  insertTenant,
  type NewTenant,
} from '../../src/main/tenancy/pooled/statements/insert-tenant.statements.ts';
import { pooledStatements, statementsFor } from '../../src/main/tenancy/pooled/statements/index.ts';
import { createTenant } from '../../src/main/tenancy/pooled/steps/create-tenant.step.ts';
import { Secret } from '../../src/shared/model/secret.ts';
import { pooledGateway } from '../helpers/pooled-database.ts';
import { startTestCluster } from '../helpers/postgres.setup.ts';
import { templateDatabase } from '../helpers/template-database.ts';
import type { Bench, Figure } from './bench.ts';
import { median } from './median.ts';

const ids = systemIds(systemClock);
const idFormats = {
  tenant: 'prefixed-ulid',
  user: 'cuid2',
  tenantPrefix: 'brk_',
  userPrefix: 'usr_',
} as const;
const argon2id = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

let firms = 0;

/** A broker nobody else is. */
function newFirm() {
  firms += 1;
  const contact = { name: 'Ada Bench', email: `ada.${firms}@bench.example` };
  return { legalName: `Bench Brokers ${firms} Ltd`, croNumber: String(9_000_000 + firms), contact };
}

/** What the step is given, over a real database. */
function contextOf(database: TenantDatabase<PooledSchema>): PooledContext {
  const parts = {
    run: {
      ...{ runId: `run_${ids.ulid()}`, tenantId: `brk_${ids.ulid()}` },
      ...{ openedAt: systemClock.now().toISOString(), operator: 'bench' },
    },
    input: { ...newFirm(), plan: 'standard', checklist: {} },
    ports: { database, passwordHash: argon2PasswordHash, connection: { idFormats } },
    clock: systemClock,
    ids,
    secrets: new RunSecrets(),
    signal: new AbortController().signal,
  };
  // The step uses no other part of its context.
  return parts as unknown as PooledContext;
}

async function byTheStep(database: TenantDatabase<PooledSchema>): Promise<void> {
  const ctx = contextOf(database);
  const seen = await createTenant.observe(ctx);
  if (seen.state !== 'absent') throw new Error('The benchmark met a broker that was there already.');
  await createTenant.apply(ctx);
}

/** The same rows, as values of the same statement. */
function rowsOf(passwordHash: string): NewTenant {
  const { legalName, croNumber, contact } = newFirm();
  const tenantId = `brk_${ids.ulid()}`;
  const audit = {
    ...{ id: ids.uuid(), actorId: 'operator:bench', action: 'broker.provisioned' },
    entityType: 'broker',
  };
  return {
    tenantId,
    broker: {
      ...{ legalName, croNumber, contactName: contact.name, contactEmail: contact.email },
      ...{ plan: 'standard', whiteLabel: null },
    },
    admin: { id: ids.cuid2(), ...contact, passwordHash },
    templates: emailTemplates.map((template) => ({ id: ids.uuid(), ...template })),
    calendar: complianceCalendar.map(({ title, description, recurrence }) => ({
      ...{ id: ids.uuid(), title, description, recurrence },
      dueOn: '2027-01-31',
    })),
    audit: { ...audit, entityId: tenantId, tenantId, metadata: '{}' },
  };
}

/** Stands where the hash goes in statements that are compiled before the clock runs. */
const HASH = 'the hash';

/**
 * The step's own SQL over one `pg` client, a query at a time, after the same hash. Text and values are there before the clock
 * runs, and time-outs are left out: nothing of it could be spared.
 */
function bareSide(client: pg.Client, catalogue: StatementCatalogue): () => () => Promise<void> {
  const {
    beginReading: reading,
    beginWriting: writing,
    lockExclusive: exclusive,
    lockShared: shared,
    commit,
  } = frame;
  const { observeTenant, findDuplicates } = statementsFor(catalogue.map);
  const lock = { name: provisioningLock };
  return () => {
    const tenant = rowsOf(HASH);
    const { tenantId, broker } = tenant;
    const firm = { email: broker.contactEmail, croNumber: broker.croNumber, legalName: broker.legalName };
    const look = [call(reading, {}), call(shared, lock), call(observeTenant, { tenantId }), call(commit, {})];
    const make = [call(findDuplicates, firm), call(insertTenant, tenant), call(commit, {})];
    const calls: readonly Call<unknown>[] = [...look, call(writing, {}), call(exclusive, lock), ...make];
    const queries = calls.map((one) => catalogue.compile(one));
    return async () => {
      const passwordHash = await hash(temporaryPassword(ids).reveal(), argon2id);
      for (const { sql, values } of queries)
        await client.query(
          sql,
          values.map((value) => (value === HASH ? passwordHash : value)),
        );
    };
  };
}

/** Makes one piece of work, whose doing is timed. */
type Side = () => () => Promise<void>;
type Sides = { readonly ours: Side; readonly bare: Side };

/** Mean milliseconds of one piece of work. */
async function milliseconds(times: number, side: Side): Promise<number> {
  const works = Array.from({ length: times }, side);
  const start = performance.now();
  for (const work of works) await work();
  return (performance.now() - start) / times;
}

/** Rounds in which both sides take turns at going first; the ratio is the median of the rounds' own. */
async function alternate({ ours, bare }: Sides, rounds: number, times: number) {
  const took: { ours: number; bare: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const early = round % 2 === 0 ? await milliseconds(times, bare) : undefined;
    const own = await milliseconds(times, ours);
    took.push({ ours: own, bare: early ?? (await milliseconds(times, bare)) });
  }
  return {
    ours: median(took.map((round) => round.ours)),
    bare: median(took.map((round) => round.bare)),
    ratio: median(took.map((round) => round.ours / round.bare)),
  };
}

type Target = { readonly port: number; readonly database: string; readonly password: string };

async function figures(
  { port, database: name, password }: Target,
  quick: boolean,
): Promise<readonly Figure[]> {
  let roundTrips = 0;
  const at = { host: '127.0.0.1', port, database: name, user: 'tenant_console' };
  const onRoundTrip = () => (roundTrips += 1);
  const address = { ...at, tls: 'loopback-plain' as const };
  const database = await pooledGateway().open(address, new Secret(password), { onRoundTrip });
  const client = new pg.Client({ ...at, password });
  await client.connect();
  const catalogue = new StatementCatalogue([...frame.frameStatements, ...pooledStatements], database.map);
  const sides: Sides = { ours: () => () => byTheStep(database), bare: bareSide(client, catalogue) };
  for (const side of [sides.ours, sides.bare]) await milliseconds(quick ? 3 : 20, side);
  roundTrips = 0;
  await sides.ours()();
  const counted = roundTrips;
  const { ours, bare, ratio } = await alternate(sides, quick ? 6 : 40, quick ? 3 : 5);
  await client.end();
  await database.close();
  return [
    {
      ...{ what: 'create a broker: observe and apply', value: ours, unit: 'ms' },
      against: `the same SQL by bare pg and the same argon2 hash: ${bare.toFixed(1)} ms`,
      ...{ ratio, asked: 'ratio ≤ 1.3', holds: ratio <= 1.3 },
    },
    {
      ...{ what: 'database round trips of it', value: counted, unit: 'round trips' },
      against: 'one statement at a time: 9',
      ...{ ratio: null, asked: '≤ 8', holds: counted <= 8 },
    },
  ];
}

export const bench: Bench = {
  name: 'provision',
  about: 'the automatic database part of a provisioning, beside bare pg',
  async run({ quick, log }) {
    const { cluster, stop } = await startTestCluster();
    try {
      const { database } = await templateDatabase(cluster, 'brokers-snake', 3);
      log('PostgreSQL is up; both sides create brokers in turn.');
      return await figures({ port: cluster.port, database, password: cluster.consolePassword }, quick);
    } finally {
      await stop();
    }
  },
};
