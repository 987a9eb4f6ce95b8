import { z } from 'zod';
import type { LedgerEntry } from '../../shared/model/ledger-entry.ts';
import type { IndexedTenant, TenantIndex } from '../ports/tenant-index.port.ts';
import type { Ledger } from '../ledger/ledger.ts';

/** How many entries are opened before others get a turn. */
const BATCH = 500;

/**
 * What tenants can be found by: the sealed intake of every run that opened one, unsealed into memory when it is first asked for
 * and kept up to date by what was appended since.
 */
export class TenantDirectory {
  readonly #ledger: Ledger;
  readonly #index: TenantIndex;
  #read = 0;
  #reading: Promise<void> = Promise.resolve();

  constructor(ledger: Ledger, index: TenantIndex) {
    this.#ledger = ledger;
    this.#index = index;
  }

  /** The index, complete up to this moment. */
  async current(): Promise<TenantIndex> {
    this.#reading = this.#reading.then(() => this.#catchUp());
    await this.#reading;
    return this.#index;
  }

  async #catchUp(): Promise<void> {
    const until = this.#ledger.size();
    while (this.#read < until) {
      const filter = {
        types: ['run.opened', 'tenant.shredded'],
        from: this.#read,
        before: until,
        limit: BATCH,
      };
      const entries = this.#ledger.entries(filter);
      this.#index.put(await Promise.all(entries.filter(hasTenant).map((entry) => this.#tenantOf(entry))));
      this.#read = entries.length < BATCH ? until : (entries.at(-1)?.index ?? until) + 1;
    }
  }

  async #tenantOf(entry: LedgerEntry & { readonly tenantId: string }): Promise<IndexedTenant> {
    const { tenantId } = entry;
    const known = this.#index.get(tenantId) ?? { ...unknown, tenantId, openedAt: entry.time };
    if (entry.type !== 'run.opened') return { ...known, ...nobody };
    const run = { runId: entry.runId ?? '', ...opening.parse(entry.data) };
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

const unknown = {
  legalName: '',
  croNumber: '',
  contactEmail: '',
  contactName: '',
  runId: '',
  runbook: '',
  connection: '',
  environment: '',
};

const nobody = { legalName: '', croNumber: '', contactEmail: '', contactName: '' };

const hasTenant = (entry: LedgerEntry): entry is LedgerEntry & { readonly tenantId: string } =>
  entry.tenantId !== undefined;
