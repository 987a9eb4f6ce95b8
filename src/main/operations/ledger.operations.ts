import { ledgerVerification } from '../../shared/contract/events.contract.ts';
import {
  exportLedger,
  ledgerCheckpoint,
  ledgerKey,
  ledgerProof,
  showLedger,
  verifyLedger,
} from '../../shared/contract/ledger.contract.ts';
import { operation } from './operation.ts';

export const ledgerOperations = [
  operation(verifyLedger, async ({ ledger, signal, onProgress }) => {
    const tell = (done: number, of: number) =>
      onProgress({ ...ledgerVerification, done, of, unit: 'entries' });
    const report = await ledger.verify({ signal, onProgress: tell });
    // Also when it stopped at a bad entry: nothing is under way any more.
    tell(report.entries, report.entries);
    return report;
  }),

  operation(showLedger, ({ ledger }, filter) =>
    Promise.resolve({ size: ledger.size(), entries: [...ledger.entries(filter)] }),
  ),

  operation(exportLedger, async ({ ledger }, { dir }) => ({ dir, ...(await ledger.exportTiles(dir)) })),

  operation(ledgerKey, ({ ledger }) => Promise.resolve({ verifierKey: ledger.verifierKey() })),

  operation(ledgerProof, ({ ledger }, { entry }) => Promise.resolve({ entry, proof: ledger.proof(entry) })),

  operation(ledgerCheckpoint, ({ ledger }) => Promise.resolve({ checkpoint: ledger.checkpoint() })),
];
