import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyLedger } from '../../../src/shared/contract/ledger.contract.ts';
import type { RunView } from '../../../src/shared/model/run.ts';
import { newBroker } from '../../helpers/broker.ts';
import {
  closeConsolesAfterAll,
  connectedConsole,
  openTestConsole,
  stepOf,
  stoppedAt,
} from '../../helpers/console.ts';
import { usePortal } from '../../helpers/sandbox.ts';
import type { RivalCommand, RivalOutcome } from './rival.ts';
import { rowCounts, tenantRows } from './tenant-rows.ts';

const ROUNDS = 20;

// Without a brokers table nothing but the console itself keeps a CRO number from being used twice.
const portal = usePortal({ variant: 'bare-camel' });
closeConsolesAfterAll();

class Rival {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  constructor(home: string) {
    this.#child = spawn(process.execPath, [resolve(import.meta.dirname, 'rival.ts'), home], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#lines = createInterface(this.#child.stdout!)[Symbol.asyncIterator]();
  }

  async next(): Promise<RivalOutcome> {
    const { value } = (await this.#lines.next()) as IteratorResult<string, string>;
    return JSON.parse(value) as RivalOutcome;
  }

  ask(command: RivalCommand): Promise<RivalOutcome> {
    this.#child.stdin?.write(`${JSON.stringify(command)}\n`);
    return this.next();
  }

  async end(): Promise<void> {
    const ended = once(this.#child, 'exit');
    this.#child.stdin?.end();
    await ended;
  }
}

async function newDesk(): Promise<string> {
  const nowhere = { portal: { url: 'http://127.0.0.1:1', canaryTenantId: portal().canary.brokerId } };
  const console = await connectedConsole(portal(), nowhere);
  await console.close();
  return console.home;
}

const runIn = (outcome: RivalOutcome): RunView => {
  if ('run' in outcome) return outcome.run;
  throw new Error(`There is no run: ${outcome.code}`);
};

const approval = ({ runId, prompt }: RunView): RivalCommand => ({
  ...{ runId, stepId: 'approve-plan' },
  value: prompt?.defaults ?? {},
});

/** The broker is there; only the portal is missing. */
const won = (run: RunView): boolean => stepOf(run, 'pooled.create-tenant').state === 'done';
const lost = /^(approve-plan E_PLAN_DRIFT|pooled\.create-tenant E_DUPLICATE_TENANT)$/;

describe.each(['two homes', 'two processes of one home'])(
  '%s that provision the same broker at once',
  (which) => {
    let homes: readonly string[] = [];
    let rivals: readonly Rival[] = [];

    beforeAll(async () => {
      const home = await newDesk();
      homes = [home, which === 'two homes' ? await newDesk() : home];
      rivals = homes.map((each) => new Rival(each));
      await Promise.all(rivals.map((rival) => rival.next()));
    });
    afterAll(() => Promise.all(rivals.map((rival) => rival.end())));

    test(
      `exactly one wins, ${ROUNDS} times, and the other has a clear error and no row`,
      { timeout: 120_000 },
      async () => {
        for (let round = 0; round < ROUNDS; round++) {
          const before = await rowCounts(portal());
          const intake = newBroker();
          // Every other time they share no more than the CRO number.
          const other = round % 2 === 0 ? intake : newBroker({ croNumber: intake.croNumber });
          const read = await Promise.all(
            [intake, other].map((each, at) => rivals[at]!.ask({ intake: each })),
          );
          const ended = await Promise.all(read.map((each, at) => rivals[at]!.ask(approval(runIn(each)))));
          const runs = ended.map(runIn);
          const winners = runs.filter(won);
          expect(winners, runs.map(stoppedAt).join(' | ')).toHaveLength(1);
          const loser = runs.find((run) => !won(run))!;
          expect(stoppedAt(loser)).toMatch(lost);
          expect(await tenantRows(portal(), loser.tenantId)).toMatchObject({
            users: [],
            templates: [],
            audit: [],
          });
          const after = await rowCounts(portal());
          expect(after['users']! - before['users']!).toBe(1);
          expect(after['email_templates']! - before['email_templates']!).toBe(4);
        }
      },
    );

    test('both ledgers verify afterwards', async () => {
      for (const home of new Set(homes)) {
        const console = await openTestConsole({ home });
        expect(await console.call(verifyLedger, {})).toMatchObject({ ok: true });
      }
    });
  },
);

test('one run that two processes take on at once is carried out by one of them', async () => {
  const home = await newDesk();
  const rivals = [new Rival(home), new Rival(home)] as const;
  await Promise.all(rivals.map((rival) => rival.next()));
  const command = approval(runIn(await rivals[0].ask({ intake: newBroker() })));
  const outcomes = await Promise.all(rivals.map((rival) => rival.ask(command)));
  const refused = outcomes.flatMap((outcome) => ('code' in outcome ? [outcome.code] : []));
  expect(refused).toHaveLength(1);
  expect(['E_RUN_BUSY', 'E_ANSWER_NOT_AWAITED']).toContain(refused[0]);
  await Promise.all(rivals.map((rival) => rival.end()));
});
