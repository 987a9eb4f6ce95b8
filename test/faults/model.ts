import fc from 'fast-check';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyLedger } from '../../src/shared/contract/ledger.contract.ts';
import { startCuttingProxy } from '../helpers/cutting-proxy.ts';
import type { TestPortal } from '../helpers/sandbox.ts';
import { anyCommands } from './commands.ts';
import { settle } from './deployment.ts';
import { MortalDesk } from './mortal-desk.ts';
import { DESKS, HOMES, Reference } from './reference.ts';
import { Sequence, type Office } from './sequence.ts';
import { isClean } from './verdict.ts';
import { auditWorld, worldOf } from './world.ts';

export type ModelOptions = {
  readonly sequences: number;
  readonly seed: number;
  readonly log: (line: string) => void;
};

/** How many sequences of how many commands were tried; `finding` tells the shortest one that went wrong, and how to repeat it. */
export type ModelOutcome = {
  readonly sequences: number;
  readonly commands: number;
  readonly seed: number;
  readonly finding?: string;
};

const COMMANDS = 16;
const patience = { connectMs: 1_500, lockMs: 1_500, idleMs: 25_000, commitMs: 500, graceMs: 300 };

/** One sequence in so many goes through the isolation suite, which costs as much as all else in it. */
const WHOLE_IN = 12;

/** How many sequences are done between two words of progress. */
const TOLD = 25;

/**
 * Lets operators, colleagues and bad luck do what they like in random order, beside a small model of what may then exist; afterwards
 * everything is brought to an end in peace and looked at.
 */
export async function tryModel(portal: TestPortal, options: ModelOptions): Promise<ModelOutcome> {
  const { sequences, seed, log } = options;
  const folder = mkdtempSync(join(tmpdir(), 'model-'));
  const office = await openOffice(portal, folder);
  const before = await worldOf(portal);
  let tried = 0;
  let commands = 0;
  const whole = fc.noBias(fc.nat(WHOLE_IN - 1)).map((drawn) => drawn === WHOLE_IN - 1);
  const forwards = fc.array(fc.boolean(), { minLength: DESKS.length + 1, maxLength: DESKS.length + 1 });
  const property = fc.asyncProperty(anyCommands(COMMANDS), whole, forwards, async (drawn, isWhole, ends) => {
    const real = new Sequence(office, (tried += 1), isWhole);
    try {
      await fc.asyncModelRun(() => ({ model: new Reference(), real }), drawn);
      commands += [...drawn].length;
      const verdict = await real.settle(({ home, firm }) => ends[home * HOMES + firm] === true);
      if (!isClean(verdict)) throw new Error(Object.values(verdict).flat().join('\n'));
    } finally {
      await real.peace();
    }
    if (tried % TOLD === 0) log(`${tried} of ${sequences}`);
  });
  const checked = await fc.check(property, { numRuns: sequences, seed });
  const left = [...(await endings(office)), ...(await auditWorld(portal, before)).orphans];
  await closeOffice(office, folder);
  const finding = checked.failed
    ? `${fc.defaultReportMessage(checked)}\n${String(checked.errorInstance)}`
    : left.join('\n');
  return { sequences: checked.numRuns, commands, seed, ...(finding && { finding }) };
}

async function openOffice(portal: TestPortal, folder: string): Promise<Office> {
  const proxies = await Promise.all(Array.from({ length: HOMES }, () => startCuttingProxy(portal.database)));
  const desks: { readonly home: number; readonly desk: MortalDesk }[] = [];
  for (const home of DESKS) {
    const desk = await MortalDesk.open({ home: join(folder, `home-${home}`), patience });
    const isFirst = !desks.some((each) => each.home === home);
    if (isFirst) await settle(desk, portal, { folder, port: proxies[home]?.port ?? 0 });
    desks.push({ home, desk });
  }
  return { portal, desks, proxies };
}

async function endings({ desks }: Office): Promise<readonly string[]> {
  const reports = await Promise.all(desks.map(({ desk }) => desk.call(verifyLedger, {})));
  return reports.flatMap(({ ok, firstBad }) =>
    ok ? [] : [`The ledger does not hold: ${JSON.stringify(firstBad)}`],
  );
}

async function closeOffice({ desks, proxies }: Office, folder: string): Promise<void> {
  for (const { desk } of desks) await desk.close();
  for (const proxy of proxies) await proxy.close();
  await rm(folder, { recursive: true, force: true });
}
