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
  operation(verifyLedger, ({ ledger, signal }) => ledger.verify({ signal })),

  operation(showLedger, ({ ledger }, filter) =>
    Promise.resolve({ size: ledger.size(), entries: [...ledger.entries(filter)] }),
  ),

  operation(exportLedger, async ({ ledger }, { dir }) => ({ dir, ...(await ledger.exportTiles(dir)) })),

  operation(ledgerKey, ({ ledger }) => Promise.resolve({ verifierKey: ledger.verifierKey() })),

  operation(ledgerProof, ({ ledger }, { entry }) => Promise.resolve({ entry, proof: ledger.proof(entry) })),

  operation(ledgerCheckpoint, ({ ledger }) => Promise.resolve({ checkpoint: ledger.checkpoint() })),
];
