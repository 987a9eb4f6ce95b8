import { showLedger, verifyLedger } from '../../src/shared/contract/ledger.contract.ts';
import type { Connection } from '../../src/shared/model/connection.ts';
import type { TestPortal } from '../helpers/sandbox.ts';
import { auditBroker, type End } from './audit.ts';
import type { Broker } from './brokers.ts';
import { ConsoleProcess, Died, type OpenAsked } from './console-process.ts';
import { startWorkstation, type Workstation } from './deployment.ts';
import { rollBack, runOf } from './drive.ts';
import { liesIn } from './story.ts';
import { clean, type Verdict } from './verdict.ts';

/** Where the isolation suite of a provisioning begins: what comes before is cheap to do again. */
export const SUITE = 'engine.before-apply pooled.probe-isolation';

/** One workstation on which consoles die and are started again, one after another, on one home. */
export class Lane {
  readonly #portal: TestPortal;
  readonly #workstation: Workstation;
  readonly #options: OpenAsked;
  console: ConsoleProcess;

  private constructor(
    portal: TestPortal,
    workstation: Workstation,
    console: ConsoleProcess,
    patience: OpenAsked['patience'],
  ) {
    this.#portal = portal;
    this.#workstation = workstation;
    this.#options = { home: workstation.home, ...(patience && { patience }) };
    this.console = console;
  }

  static async start(
    portal: TestPortal,
    change: Partial<Connection> = {},
    patience?: OpenAsked['patience'],
  ): Promise<Lane> {
    const { workstation, console } = await startWorkstation(portal, change, patience);
    return new Lane(portal, workstation, console, patience);
  }

  /** Kills what is left and starts a fresh process on the same home. */
  async restart(): Promise<void> {
    await this.console.kill();
    this.console = new ConsoleProcess(this.#workstation.folder);
    await this.console.open(this.#options);
  }

  /** Works until it is done or the process dies of it; answers whether it died. Refusals are part of the game. */
  async untilDeath(work: (console: ConsoleProcess) => Promise<unknown>): Promise<boolean> {
    try {
      await work(this.console);
      return false;
    } catch (error) {
      if (error instanceof Died) return true;
      throw error;
    }
  }

  /** Takes the broker back whatever state it is in, and looks at what is left. */
  async endByRollback(of: Broker): Promise<Verdict> {
    const run = await rollBack(this.console, of);
    if (run === undefined) return this.audit(of, 'never-opened');
    if (run.state === 'rolled-back') return this.audit(of, 'rolled-back');
    const stuck = run.steps.filter(({ code }) => code !== undefined).map(({ id, code }) => `${id} ${code}`);
    return { ...clean, unresolved: [`${of.tenantId}: ${run.state} (${stuck.join(', ')})`] };
  }

  /** The world and the ledger's story of one broker. */
  async audit(of: Broker, end: End): Promise<Verdict> {
    const world = await auditBroker(this.#portal, of, end);
    const runId = await runOf(this.console, of);
    if (runId === undefined) return world;
    const { entries } = await this.console.call(showLedger, { runId, limit: 1000 });
    return { ...world, lies: [...world.lies, ...liesIn(entries, end)] };
  }

  /** Ends the lane; the ledger has to hold after all that. */
  async close(): Promise<Verdict> {
    const { ok, firstBad } = await this.console.call(verifyLedger, {});
    await this.console.kill();
    await this.#workstation.remove();
    return ok ? clean : { ...clean, lies: [`The ledger does not hold: ${JSON.stringify(firstBad)}`] };
  }
}
