import type { RetainedItem } from '../../shared/model/register.ts';
import type { RunRecord } from '../engine/fold-run.ts';
import { readReceipts } from '../register/read-receipts.ts';

const items: Readonly<Record<RetainedItem, string>> = {
  'operational-logs': 'operational logs',
  'security-events': 'security events',
  'scheme-records': 'records of schemes and the audit trail',
};

/** What an off-boarding did, sentence by sentence, by its receipts; nothing of other runs, whose checks tell it. */
export function tellDeeds(run: RunRecord): readonly string[] {
  if (!run.opened.runbook.endsWith('.offboard')) return [];
  const { exported, receivedOn, erased, proof, retention, billing } = readReceipts(run);
  const kept = retention.map(({ item, until }) => `${items[item]} until ${until}`);
  const told = [
    exported &&
      `${exported.rows} rows and ${exported.files} files were exported, ${exported.encrypted ? 'encrypted to the recipient’s key' : 'not encrypted'}. SHA-256 of that archive: ${exported.sha256}.`,
    receivedOn !== undefined && `The recipient confirmed on ${receivedOn} that it arrived.`,
    erased &&
      `${erased.users} users lost their access. ${erased.rows} rows and ${erased.texts} texts lost what tells whom they are about. ${erased.files} files were removed; ${erased.filesKept} stayed because the law keeps them.`,
    erased &&
      proof &&
      `${proof.rows} rows in ${proof.tables} tables were searched for ${erased.values} values that were known of people, and none was found. What stayed counts as pseudonymised.`,
    kept.length > 0 && `Kept: ${kept.join(', ')}.`,
    billing && `Billing was cancelled on ${billing.cancelledOn}.`,
  ];
  return told.filter((text) => typeof text === 'string');
}
