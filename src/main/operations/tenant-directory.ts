import { setImmediate as giveOthersATurn } from 'node:timers/promises';
import { z } from 'zod';
import type { LedgerEntry } from '../../shared/model/ledger-entry.ts';
import { runEventTypes } from '../engine/run-events.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { isOfRegister } from '../register/register-events.ts';
import type { IndexedTenant, RunMark, TenantIndex } from '../ports/tenant-index.port.ts';

/** How many entries are looked through before others get a turn: some ten milliseconds of work. */
const WINDOW = 1000;

/**
 * What tenants can be found by: the sealed intake of every run that opened one, unsealed into memory when it is first asked for
 * and kept up to date by what was appended since. On the way it keeps which runs took tenants apart.
 */
export class TenantDirectory {
  readonly #ledger: Ledger;
  readonly #index: TenantIndex;
  readonly #leaving = new Map<number, LedgerEntry>();
  #read = 0;
  #stopped = false;
  #reading: Promise<void> = Promise.resolve();

  constructor(ledger: Ledger, index: TenantIndex) {
    this.#ledger = ledger;
    this.#index = index;
  }

  /** The index, complete up to this moment. */
  async current(): Promise<TenantIndex> {
    const catchUp = () => this.#catchUp();
    // Whoever asked before has heard of what went wrong then.
    this.#reading = this.#reading.then(catchUp, catchUp);
    await this.#reading;
    return this.#index;
  }

  /** The openings of the runs that the register tells of, in their order: few among many. */
  async openingsOfRegister(): Promise<readonly LedgerEntry[]> {
    await this.current();
    return [...this.#leaving.values()];
  }

  /** Reads no further; resolves when nothing is read any more. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#reading.catch(() => undefined); // whoever asked has heard of it
  }

  async #catchUp(): Promise<void> {
    const until = this.#ledger.size();
    if (until === this.#read) return;
    const isFirst = this.#read === 0;
    await this.#readOpenings(until, isFirst);
    if (!isFirst) this.#index.mark(this.#events({ from: this.#read, before: until }));
    this.#read = until;
  }

  /** The first time, only the newest event of each run is looked at: there may be a million that no longer matter. */
  async #readOpenings(until: number, isFirst: boolean): Promise<void> {
    const types = ['run.opened', 'tenant.shredded'];
    for (let from = this.#read; from < until && !this.#stopped; from += WINDOW) {
      const entries = this.#ledger.entries({ types, from, before: Math.min(from + WINDOW, until) });
      for (const entry of entries) if (isLeaving(entry)) this.#leaving.set(entry.index, entry);
      this.#index.put(await this.#tenantsOf(entries.filter(hasTenant)));
      if (isFirst)
        this.#index.mark(this.#events({ newestOfRuns: entries.flatMap(({ runId }) => runId ?? []) }));
      await giveOthersATurn();
    }
  }

  #events(
    filter: { from: number; before: number } | { newestOfRuns: readonly string[] },
  ): readonly RunMark[] {
    return this.#ledger
      .entries({ types: runEventTypes, ...filter })
      .map(({ type, time, runId = '', tenantId = '' }) => ({ type, time, runId, tenantId }));
  }

  /** As they stand after these entries; one may have several among them. */
  async #tenantsOf(entries: readonly TenantEntry[]): Promise<readonly IndexedTenant[]> {
    const fresh = new Map<string, IndexedTenant>();
    for (const entry of entries) {
      const { tenantId, time } = entry;
      const known = fresh.get(tenantId) ?? this.#index.get(tenantId);
      fresh.set(tenantId, await this.#after(entry, known ?? { ...unknown, tenantId, openedAt: time }));
    }
    return [...fresh.values()];
  }

  async #after(entry: TenantEntry, known: IndexedTenant): Promise<IndexedTenant> {
    if (entry.type !== 'run.opened') return { ...known, ...nobody };
    const run = {
      ...{ runId: entry.runId ?? '', lastEvent: entry.type, changedAt: entry.time },
      ...opening.parse(entry.data),
    };
    const details = await this.#ledger.unseal(entry);
    if (details === 'shredded' || details === undefined) return { ...known, ...run, ...nobody };
    const { legalName, croNumber, contact } = details['input'] as Partial<Intake>;
    return {
      ...known,
      ...run,
      legalName: legalName ?? known.legalName,
      croNumber: croNumber ?? known.croNumber,
      contactEmail: contact?.email ?? known.contactEmail,
      contactName: contact?.name ?? known.contactName,
    };
  }
}

const opening = z.object({ runbook: z.string(), connection: z.string(), environment: z.string() });

type Intake = { legalName: string; croNumber: string; contact: { name: string; email: string } };

const nobody = { legalName: '', croNumber: '', contactEmail: '', contactName: '' };

const unknown = {
  ...nobody,
  runId: '',
  runbook: '',
  connection: '',
  environment: '',
  lastEvent: '',
  changedAt: '',
};

const isLeaving = ({ type, data }: LedgerEntry): boolean =>
  type === 'run.opened' && isOfRegister(opening.parse(data).runbook);

type TenantEntry = LedgerEntry & { readonly tenantId: string };

const hasTenant = (entry: LedgerEntry): entry is TenantEntry => entry.tenantId !== undefined;
