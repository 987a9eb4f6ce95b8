import type { IsolationReport } from '../../shared/model/isolation-report.ts';

/**
 * Keeps isolation reports beside the ledger, each by the SHA-256 (lower-case hex) of its canonical JSON (RFC 8785): the
 * ledger holds that digest, so a report that was changed is not found any more. A report holds no personal data.
 *
 * Errors: `E_HOME_UNUSABLE`; `E_REPORT_DAMAGED` for a file that is not what its name says.
 */
export type ReportStore = {
  /** Durable when it resolves; answers with the digest. */
  put(report: IsolationReport): Promise<string>;
  /** Undefined when there is none of this digest. */
  get(digest: string): Promise<IsolationReport | undefined>;
};
