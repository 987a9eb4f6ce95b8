import { argon2PasswordHash } from '../../src/main/adapters/argon2/password-hash.adapter.ts';
import { PostgresGateway } from '../../src/main/adapters/postgres/postgres-gateway.adapter.ts';
import { resendMail } from '../../src/main/adapters/resend/resend-mail.adapter.ts';
import { leakRanges } from '../../src/main/adapters/sandbox/leak-range.adapter.ts';
import { systemClock } from '../../src/main/adapters/system/system-clock.adapter.ts';
import { systemIds } from '../../src/main/adapters/system/system-ids.adapter.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pensionPortal } from '../../src/main/isolation/profiles/pension-portal.profile.ts';
import { removeLeftovers } from '../../src/main/isolation/suite/remove-leftovers.ts';
import { runSuite } from '../../src/main/isolation/suite/run-suite.ts';
import { defaultLimits, type SuitePorts } from '../../src/main/isolation/suite/suite-ports.ts';
import type { LeakRange } from '../../src/main/ports/leak-range.port.ts';
import { pooledModel } from '../../src/main/tenancy/pooled/model.ts';
import { connectionSchema } from '../../src/shared/model/connection.ts';
import { Secret } from '../../src/shared/model/secret.ts';
import type { Bench, Figure } from './bench.ts';
import { median } from './median.ts';
import { recordingTo, replay, type Recorded } from './replay.ts';

const ids = systemIds(systemClock);
const limits = { ...defaultLimits, timing: false };

/** The default suite, beside a bare loop of the very exchanges that it had, by the same client, as many at once, turn by turn. */
export const bench: Bench = {
  name: 'isolation',
  about: 'the isolation suite against a bare loop of the same exchanges',
  run: async ({ quick, log }) => {
    const home = await mkdtemp(join(tmpdir(), 'isolation-bench-'));
    const entry = new URL('../../src/sandbox/main.ts', import.meta.url);
    const range = await leakRanges({ entry, node: process.execPath, home })('brokers-snake');
    try {
      return await measure(range, quick ? 1 : 5, log);
    } finally {
      await range.close();
      await rm(home, { recursive: true, force: true });
    }
  },
};

async function measure(
  range: LeakRange,
  rounds: number,
  log: (line: string) => void,
): Promise<readonly Figure[]> {
  const ratios: number[] = [];
  let probes = 0;
  for (let round = 0; round <= rounds; round++) {
    const suite = await oneSuite(range);
    const bareMs = await replay(suite.exchanges, limits.concurrency);
    await suite.end();
    probes = suite.probes;
    log(
      `${suite.exchanges.length} exchanges: suite ${suite.ms.toFixed(0)} ms, bare loop ${bareMs.toFixed(0)} ms`,
    );
    if (round > 0) ratios.push(suite.ms / bareMs); // the first round warms everything up
  }
  const timed = await oneSuite(range, true);
  await timed.end();
  const ratio = median(ratios);
  return [
    {
      what: 'probes of the default suite',
      value: probes,
      unit: 'probes',
      against: '',
      ratio: null,
      asked: '≥ 300',
      holds: probes >= 300,
    },
    {
      what: 'suite',
      value: Number(ratio.toFixed(3)),
      unit: '×',
      against: 'bare loop of the same exchanges',
      ratio,
      asked: '≤ 1.3',
      holds: ratio <= 1.3,
    },
    {
      what: 'timing probes, apart',
      value: Math.round(timed.timingMs),
      unit: 'ms',
      against: '',
      ratio: null,
      asked: '',
      holds: true,
    },
  ];
}

/** One suite on a fresh tenant; every exchange that it has is written down. */
async function oneSuite(range: LeakRange, timing = false) {
  const { sandbox } = range;
  const connection = connectionSchema.parse({
    name: 'bench',
    environment: 'sandbox',
    ...sandbox.postgres,
    tls: 'loopback-plain',
  });
  const gateway = new PostgresGateway({
    statements: pooledModel.catalogues[0].statements,
    expected: pooledModel.catalogues[0].expectedSchema,
    clock: systemClock,
  });
  const database = await gateway.open(connection, sandbox.secrets.databasePassword);
  const exchanges: Recorded[] = [];
  const openPortal = recordingTo(exchanges);
  const portal = openPortal(pensionPortal, sandbox.portal.url);
  const parts = { database, connection, passwordHash: argon2PasswordHash, ids } as never;
  const judge = pooledModel.sharedPortal!.judge(parts);
  const ports: SuitePorts = {
    ...{ portal, openPortal, clock: systemClock, ids, truth: judge.truth },
    // The users stay until the bare loop has asked as them, too.
    users: {
      ...judge.users,
      disable: () => Promise.resolve(),
      remove: (gone) => Promise.resolve(gone.length),
    },
    mail: () =>
      Promise.resolve(resendMail({ baseUrl: sandbox.mail.apiUrl, apiKey: sandbox.secrets.mailKey })),
    signal: new AbortController().signal,
    onProgress: () => undefined,
  };
  const tenantId = await pooledModel.sharedPortal!.rehearsalTenant(parts);
  const target = {
    runId: `run_${ids.ulid()}`,
    tenantId,
    canaryTenantId: sandbox.canaryTenantId,
    isNew: true,
  };
  const { defaults } = pooledModel.sharedPortal!;
  const whole = { ...target, defaults, password: new Secret('bench password of probes') };
  const began = performance.now();
  const report = await runSuite(ports, whole, { ...limits, timing });
  const ms = performance.now() - began;
  const end = async () => {
    await removeLeftovers({ ...ports, users: judge.users }, { ...whole, isNew: false });
    portal.close();
    await database.close();
  };
  const timed = report.probes.filter(({ id }) => id.endsWith('-timing'));
  return {
    ms,
    // What the clean-up after the bare loop asks is no part of it.
    exchanges: [...exchanges],
    end,
    probes: report.counts.probes,
    timingMs: timed.reduce((sum, probe) => sum + probe.ms, 0),
  };
}
