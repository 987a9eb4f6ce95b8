import { setTimeout as delay } from 'node:timers/promises';
import { scanOrphans } from '../../src/shared/contract/reconcile.contract.ts';
import { showRun } from '../../src/shared/contract/runs.contract.ts';
import type { CuttingProxy, Fate } from '../helpers/cutting-proxy.ts';
import type { TestPortal } from '../helpers/sandbox.ts';
import { auditJourney } from './audit-journey.ts';
import { rivalBroker } from './brokers.ts';
import { Died, Refused } from './console-process.ts';
import { AWAY } from './deployment.ts';
import { goForward, isThere, runOf, takeBack, type Journey } from './journey.ts';
import type { MortalDesk } from './mortal-desk.ts';
import { founding, provisioning } from './provisioning.ts';
import { FIRMS, HOMES, type Place } from './reference.ts';
import { clean, joined, type Verdict } from './verdict.ts';

/** Consoles at their desks: two processes on the first home, one on the second. */
export type Office = {
  readonly portal: TestPortal;
  readonly desks: readonly { readonly home: number; readonly desk: MortalDesk }[];
  /** Each home's way to the database. */
  readonly proxies: readonly CuttingProxy[];
};

export type Outcome = 'done' | 'refused' | 'died';

/** An operator tries again for a while. */
const ATTEMPTS = 40;
const PAUSE_MS = 250;

/** As many answers as a provisioning needs; a firm that somebody else has is not asked for more often. */
const TURNS = 8;

/** So long nothing comes through a network that stalls; then it is back, and has forgotten its connections. */
const STALL_MS = 1_500;

/** What one sequence works on: firms that nobody else has, and the trouble that is on its way. */
export class Sequence {
  readonly office: Office;
  readonly #journeys: readonly (readonly Journey[])[];
  readonly #armed = new Set<number>();
  readonly #cut = new Set<number>();

  /** `isWhole`: the first firm goes through the isolation suite, to the end. */
  constructor(office: Office, number: number, isWhole: boolean) {
    this.office = office;
    this.#journeys = homes.map((home) =>
      firms.map((firm) => {
        const lead = isWhole && firm === 0 ? provisioning : founding;
        return lead(office.portal, rivalBroker(number * FIRMS + firm, home));
      }),
    );
  }

  /** The desk dies at this place of what it does next. */
  crash(at: number, places: number): void {
    this.#desk(at).desk.arm(places);
    this.#armed.add(at);
  }

  /** The connections of the desk's home meet this fate at this message from now. */
  cut(at: number, messages: number, fate: Fate): void {
    const { home } = this.#desk(at);
    const proxy = this.#proxy(home);
    let left = messages;
    proxy.decide = () => {
      left -= 1;
      if (left === 0 && fate === 'stall') setTimeout(proxy.dropStalled, STALL_MS);
      return left === 0 ? fate : 'pass';
    };
    this.#cut.add(home);
  }

  isTroubled(at: number): boolean {
    return this.#armed.has(at) || this.#cut.has(this.#desk(at).home);
  }

  place(at: number, firm: number): Place {
    return { home: this.#desk(at).home, firm };
  }

  forward(at: number, firm: number): Promise<Outcome> {
    return this.#work(at, async (desk) => {
      const run = await goForward(desk, this.journey(this.place(at, firm)), TURNS);
      if (run.state === 'in-doubt') throw new Refused({ id: 0, code: 'in doubt' });
    });
  }

  back(at: number, firm: number): Promise<Outcome> {
    return this.#work(at, async (desk) => {
      const run = await takeBack(desk, this.journey(this.place(at, firm)));
      if (run !== undefined && run.state !== 'rolled-back') throw new Refused({ id: 0, code: run.state });
    });
  }

  journey({ home, firm }: Place): Journey {
    const journey = this.#journeys[home]?.[firm];
    if (journey === undefined) throw new Error(`There is no firm ${firm} at ${home}.`);
    return journey;
  }

  /** Looks for orphans; whoever gets an answer gets a whole one. */
  async scan(at: number): Promise<{ readonly outcome: Outcome; readonly found: number }> {
    let found = 0;
    const outcome = await this.#work(at, async (desk) => {
      found = (await desk.call(scanOrphans, { connection: AWAY })).found;
    });
    return { outcome, found };
  }

  /** Whether the home's ledger knows a run of it. */
  async isOpened(place: Place): Promise<boolean> {
    const desk = this.office.desks.find(({ home }) => home === place.home)?.desk;
    return desk !== undefined && (await runOf(desk, this.journey(place))) !== undefined;
  }

  /** Whether the tenant is there, as the owner of the tables sees it. */
  async sees(place: Place): Promise<'absent' | 'present'> {
    const { db } = this.office.portal;
    const { tenantId } = this.journey(place);
    const [broker] = await db.selectFrom('brokers').select('id').where('id', '=', tenantId).execute();
    return broker === undefined ? 'absent' : 'present';
  }

  /** Trouble that is still on its way comes now, and nothing happens to be under way. */
  async peace(): Promise<void> {
    for (const at of this.office.desks.keys()) if (this.isTroubled(at)) await this.#calm(at);
  }

  /** Brings everything to an end in peace, by the first desk of each home, and looks at all of it. */
  async settle(forward: (place: Place) => boolean): Promise<Verdict> {
    await this.peace();
    const verdicts: Verdict[] = [];
    for (const home of homes)
      for (const firm of firms) verdicts.push(await this.#settle({ home, firm }, forward({ home, firm })));
    return joined(verdicts);
  }

  async #settle(place: Place, forward: boolean): Promise<Verdict> {
    const at = this.office.desks.findIndex(({ home }) => home === place.home);
    const journey = this.journey(place);
    const { desk } = this.#desk(at);
    const opened = await runOf(desk, journey);
    if (opened === undefined) return auditJourney(desk, journey, 'never-opened');
    if (forward && (await this.forward(at, place.firm)) === 'done') {
      const run = await desk.call(showRun, { runId: opened });
      if (run.state === 'completed') return auditJourney(desk, journey, 'completed');
      if (run.state === 'rolled-back') return auditJourney(desk, journey, 'rolled-back');
      if (!isThere(run, journey) && !(await this.#isTaken(place)))
        return { ...clean, unresolved: [`${journey.tenantId} stays ${run.state}`] };
    }
    if ((await this.back(at, place.firm)) !== 'done')
      return { ...clean, unresolved: [`${journey.tenantId} cannot be taken back`] };
    return auditJourney(desk, journey, 'rolled-back');
  }

  async #isTaken({ home, firm }: Place): Promise<boolean> {
    const others = homes.filter((each) => each !== home);
    const seen = await Promise.all(others.map((each) => this.sees({ home: each, firm })));
    return seen.includes('present');
  }

  /** With trouble on its way, once; in peace until it is done. Afterwards everything works again. */
  async #work(at: number, work: (desk: MortalDesk) => Promise<void>): Promise<Outcome> {
    const { desk } = this.#desk(at);
    const isTroubled = this.isTroubled(at);
    const outcome = await persist(isTroubled ? 1 : ATTEMPTS, () => work(desk));
    if (isTroubled) await this.#calm(at);
    return outcome;
  }

  /** The network is back and the desk's process a new one. */
  async #calm(at: number): Promise<void> {
    const { home, desk } = this.#desk(at);
    this.#armed.delete(at);
    this.#cut.delete(home);
    const proxy = this.#proxy(home);
    proxy.decide = () => 'pass';
    proxy.dropStalled();
    await desk.restart();
  }

  #desk(at: number): Office['desks'][number] {
    const desk = this.office.desks[at];
    if (desk === undefined) throw new Error(`There is no desk ${at}.`);
    return desk;
  }

  #proxy(home: number): CuttingProxy {
    const proxy = this.office.proxies[home];
    if (proxy === undefined) throw new Error(`There is no way from ${home}.`);
    return proxy;
  }
}

async function persist(attempts: number, work: () => Promise<void>): Promise<Outcome> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await work();
      return 'done';
    } catch (error) {
      if (error instanceof Died) return 'died';
      if (!(error instanceof Refused)) throw error;
      if (attempt === attempts) return 'refused';
      await delay(PAUSE_MS);
    }
  }
}

const homes = Array.from({ length: HOMES }, (_, home) => home);
const firms = Array.from({ length: FIRMS }, (_, firm) => firm);
