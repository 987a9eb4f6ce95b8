import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Console } from '../../../src/main/compose.ts';
import { addConnection, listConnections } from '../../../src/shared/contract/connections.contract.ts';
import { verifyLedger } from '../../../src/shared/contract/ledger.contract.ts';
import { scanOrphans } from '../../../src/shared/contract/reconcile.contract.ts';
import {
  listRuns,
  resumeRun,
  rollbackRun,
  startProvisioning,
} from '../../../src/shared/contract/runs.contract.ts';
import { resetSandbox, startSandbox } from '../../../src/shared/contract/sandbox.contract.ts';
import { inspectTenant } from '../../../src/shared/contract/upkeep.contract.ts';
import { ConsoleProcess } from '../../faults/console-process.ts';
import { closeConsolesAfterAll, newHome, openTestConsole } from '../../helpers/console.ts';

const connection = 'platform';
const scratch = mkdtempSync(join(tmpdir(), 'kills-'));
const home = newHome();
let platform: Console;
let lives: ConsoleProcess;

closeConsolesAfterAll();
beforeAll(async () => {
  platform = await openTestConsole();
  await platform.call(startSandbox, { model: 'database' });
  const [known] = await platform.call(listConnections, {});
  const state = JSON.parse(
    readFileSync(join(platform.home, 'platform', 'sandbox', 'state.json'), 'utf8'),
  ) as { postgres: { password: string }; mail: { apiKey: string }; vault: { token: string } };
  lives = await newLife();
  await lives.call(addConnection, {
    connection: known!.connection,
    ...{ password: state.postgres.password, mailKey: state.mail.apiKey, storeToken: state.vault.token },
  });
});
afterAll(async () => {
  await lives.close();
  await platform.call(resetSandbox, {});
  rmSync(scratch, { recursive: true, force: true });
});

async function newLife(): Promise<ConsoleProcess> {
  const life = new ConsoleProcess(scratch);
  await life.open({ home });
  return life;
}

const intakeOf = (slug: string) => ({
  ...{ slug, legalName: 'Mortal' },
  contact: { name: 'Ada Example', email: `ada@${slug}.example` },
});

async function provision(life: ConsoleProcess, slug: string): Promise<void> {
  const { runId, prompt } = await life.call(startProvisioning, { connection, intake: intakeOf(slug) });
  await life.call(resumeRun, { runId, answer: { stepId: 'approve-plan', value: prompt!.defaults! } });
}

/** Dies at this place while it provisions, and lives again. Answers with the run. */
async function dieAt(place: string, slug: string): Promise<string> {
  await lives.armAt(place);
  await expect(provision(lives, slug)).rejects.toThrow(/exit/);
  await lives.gone;
  lives = await newLife();
  const [run] = await lives.call(listRuns, { tenantId: slug });
  return run!.runId;
}

const partsOf = async (slug: string) =>
  (await lives.call(inspectTenant, { connection, tenantId: slug })).parts.map(({ part }) => part);

describe('a console that is killed while it makes a tenant with a database of its own', () => {
  test.each([
    ['between CREATE DATABASE and the ledger', 'engine.after-apply database.create-database'],
    ['after the secret was stored', 'engine.after-apply database.set-secret'],
    ['after the tenant became active', 'engine.after-apply database.complete'],
  ])('%s goes on, and makes nothing twice', async (_, place) => {
    const slug = `on-${place.split('.').at(-1)!}`;
    const runId = await dieAt(place, slug);
    expect((await lives.call(resumeRun, { runId })).state).toBe('completed');
    expect(await partsOf(slug)).toEqual(['master row', 'database', 'role', 'secret']);
  });

  test.each([
    ['between CREATE DATABASE and the ledger', 'engine.after-apply database.create-database'],
    ['after it was registered', 'engine.after-apply database.register-in-master'],
  ])('%s is taken back whole', async (_, place) => {
    const slug = `back-${place.split('.').at(-1)!}`;
    const runId = await dieAt(place, slug);
    const undone = await lives.call(rollbackRun, { runId, reason: 'the console was killed' });
    expect(undone.state).toBe('rolled-back');
    expect(await partsOf(slug)).toEqual([]);
  });

  test('and leaves no orphan and a whole ledger', async () => {
    expect((await lives.call(scanOrphans, { connection })).found).toBe(0);
    expect((await lives.call(verifyLedger, {})).ok).toBe(true);
  });
});
