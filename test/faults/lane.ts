import { setTimeout as delay } from 'node:timers/promises';
import { verifyLedger } from '../../src/shared/contract/ledger.contract.ts';
import type { RunView } from '../../src/shared/model/run.ts';
import { ConsoleProcess, Died, Refused } from './console-process.ts';
import type { Workstation } from './deployment.ts';
import { auditJourney } from './audit-journey.ts';
import type { Ground } from './ground.ts';
import { goForward, isThere, takeBack, type End, type Journey } from './journey.ts';
import { clean, joined, type Verdict } from './verdict.ts';

/**
 * After what happened everything works again, so whoever is refused for longer than this is stuck: a minute is what the server gives
 * a transaction that a lost network has left open.
 */
const ATTEMPTS = 30;
const PAUSE_MS = 3_000;

/** One workstation on which consoles die and are started again, one after another, on one home. */
export class Lane {
  readonly ground: Ground;
  readonly workstation: Workstation;
  console: ConsoleProcess;

  private constructor(ground: Ground, workstation: Workstation) {
    this.ground = ground;
    this.workstation = workstation;
    this.console = workstation.console;
  }

  static async start(ground: Ground): Promise<Lane> {
    return new Lane(ground, await ground.startWorkstation());
  }

  /** A journey of its own tenant. */
  journey(way: string, number: number): Promise<Journey> {
    return this.ground.journey(way, number, this.workstation);
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

  /**
   * Takes the run back whatever state it is in, and looks at what is left. What a check of the other lane has left on the canary for
   * the moment stands in the way of one whose portal is away.
   */
  async rollBack(journey: Journey): Promise<Verdict> {
    const run = await this.#persist(
      (console) => takeBack(console, journey),
      (each) => each === undefined || each.state === 'rolled-back',
    );
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

  /** A refusal may be the last of what happened, and so may a run that is not there yet; the operator tries again. */
  async #persist<T>(
    work: (console: ConsoleProcess) => Promise<T>,
    isEnd: (result: T) => boolean = () => true,
  ): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const result = await work(this.console);
        if (isEnd(result) || attempt === ATTEMPTS) return result;
        await delay(PAUSE_MS);
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
