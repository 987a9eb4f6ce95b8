import { setTimeout as delay } from 'node:timers/promises';
import { verifyLedger } from '../../src/shared/contract/ledger.contract.ts';
import type { RunView } from '../../src/shared/model/run.ts';
import type { TestPortal } from '../helpers/sandbox.ts';
import { ConsoleProcess, Died, Refused } from './console-process.ts';
import { broker } from './brokers.ts';
import { startWorkstation, type Workstation } from './deployment.ts';
import { auditJourney } from './audit-journey.ts';
import { goForward, isThere, takeBack, type End, type Journey } from './journey.ts';
import { founding, provisioning } from './provisioning.ts';
import { offboarding } from './offboarding.ts';
import { verifying } from './verifying.ts';
import { clean, joined, type Verdict } from './verdict.ts';

/** Runbooks as the harness leads them; a founding is a provisioning as far as the isolation suite. */
export type Way = 'founding' | 'provisioning' | 'offboarding' | 'verifying';

/**
 * After what happened everything works again, so whoever is refused for longer than this is stuck: a minute is what the server gives
 * a transaction that a lost network has left open.
 */
const ATTEMPTS = 30;
const PAUSE_MS = 3_000;

/** One workstation on which consoles die and are started again, one after another, on one home. */
export class Lane {
  readonly #portal: TestPortal;
  readonly workstation: Workstation;
  console: ConsoleProcess;

  private constructor(portal: TestPortal, workstation: Workstation) {
    this.#portal = portal;
    this.workstation = workstation;
    this.console = workstation.console;
  }

  static async start(portal: TestPortal): Promise<Lane> {
    return new Lane(portal, await startWorkstation(portal));
  }

  /** A journey of its own tenant. */
  async journey(way: Way, number: number): Promise<Journey> {
    const portal = this.#portal;
    if (way === 'founding') return founding(portal, broker(number));
    if (way === 'provisioning') return provisioning(portal, broker(number));
    if (way === 'verifying') return verifying(portal, number);
    const { offices, options } = this.workstation;
    return offboarding({ portal, offices, home: options.home }, number);
  }

  /** Kills what is left and starts a fresh process on the same home. */
  async restart(): Promise<void> {
    await this.console.kill();
    this.console = new ConsoleProcess(this.workstation.folder);
    await this.console.open(this.workstation.options);
  }

  /** Works until it is done, is refused or dies of it. */
  async tryWork(work: (console: ConsoleProcess) => Promise<unknown>): Promise<'done' | 'refused' | 'died'> {
    try {
      await work(this.console);
      return 'done';
    } catch (error) {
      if (error instanceof Died) return 'died';
      if (error instanceof Refused && error.code !== undefined) return 'refused';
      throw error;
    }
  }

  /** Goes forward to the end and looks at what is there; a journey that goes no further is taken back. */
  async resume(journey: Journey): Promise<Verdict> {
    const run = await this.#persist((console) => goForward(console, journey));
    if (run.state === 'completed') return this.audit(journey, 'completed');
    return isThere(run, journey) ? this.rollBack(journey) : stuck(journey, run);
  }

  /** Takes the run back whatever state it is in, and looks at what is left. */
  async rollBack(journey: Journey): Promise<Verdict> {
    const run = await this.#persist((console) => takeBack(console, journey));
    if (run === undefined) return this.audit(journey, 'never-opened');
    return run.state === 'rolled-back' ? this.audit(journey, 'rolled-back') : stuck(journey, run);
  }

  audit(journey: Journey, end: End): Promise<Verdict> {
    return auditJourney(this.console, journey, end);
  }

  /** Ends the lane; the ledger has to hold after all that. */
  async close(): Promise<Verdict> {
    const { ok, firstBad } = await this.console.call(verifyLedger, {});
    await this.console.kill();
    await this.workstation.remove();
    return ok ? clean : { ...clean, lies: [`The ledger does not hold: ${JSON.stringify(firstBad)}`] };
  }

  /** A refusal may be the last of what happened; the operator tries again. */
  async #persist<T>(work: (console: ConsoleProcess) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await work(this.console);
      } catch (error) {
        if (!(error instanceof Refused) || error.code === undefined || attempt === ATTEMPTS) throw error;
        await delay(PAUSE_MS);
      }
    }
  }
}

function stuck({ tenantId, runbook }: Journey, { state, steps }: RunView): Verdict {
  const where = steps.filter(({ code }) => code !== undefined).map(({ id, code }) => `${id} ${code}`);
  return { ...clean, unresolved: [`${runbook} of ${tenantId}: ${state} (${where.join(', ')})`] };
}

/** What a case came to, also when it threw: what cannot be brought to an end is a finding. */
export async function judged(what: string, work: () => Promise<Verdict>): Promise<Verdict> {
  try {
    return named(what, await work());
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return { ...clean, unresolved: [`${what}: ${said}`] };
  }
}

const named = (what: string, verdict: Verdict): Verdict => {
  const say = (found: readonly string[]) => found.map((each) => `${each} [${what}]`);
  const { orphans, doubles, lies, unresolved } = verdict;
  return joined([
    { orphans: say(orphans), doubles: say(doubles), lies: say(lies), unresolved: say(unresolved) },
  ]);
};
