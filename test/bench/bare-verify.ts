import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { openSqliteLedgerStore } from '../../src/main/adapters/sqlite/sqlite-ledger-store.adapter.ts';
import { loadKeys } from '../../src/main/ledger/keys.ts';
import type { LedgerHome } from '../helpers/ledger-home.ts';

/**
 * The bare limit of verifying: threads that have started, each with its share of the
 * envelopes in memory.
 */
export class BareVerify {
  readonly #workers: readonly Worker[];

  private constructor(workers: readonly Worker[]) {
    this.#workers = workers;
  }

  static async over(home: LedgerHome, threads: number): Promise<BareVerify> {
    const { publicKey } = (await loadKeys(home.keychain)).operator;
    const envelopes = envelopesOf(home);
    const share = Math.ceil(envelopes.length / threads);
    const workers = Array.from({ length: threads }, (_, i) => {
      const workerData = { publicKey, envelopes: envelopes.slice(i * share, (i + 1) * share) };
      return new Worker(new URL('./bare-verify.worker.ts', import.meta.url), { workerData });
    });
    await Promise.all(workers.map((worker) => once(worker, 'message')));
    return new BareVerify(workers);
  }

  /** One signature check and one hash an entry. Throws when a signature is wrong. */
  async run(): Promise<void> {
    const answers = this.#workers.map((worker) => once(worker, 'message'));
    for (const worker of this.#workers) worker.postMessage('go');
    const good = (await Promise.all(answers)).every(([answer]) => answer === 'good');
    if (!good) throw new Error('The ledger of the benchmark must be good.');
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }
}

function envelopesOf(home: LedgerHome): readonly Uint8Array[] {
  const store = openSqliteLedgerStore({ path: home.path });
  try {
    return store.entries({}).map(({ envelope }) => envelope);
  } finally {
    store.close();
  }
}
