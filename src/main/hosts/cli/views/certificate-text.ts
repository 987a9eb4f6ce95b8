import type { CertificateReport } from '../../../../shared/model/certificate.ts';
import type { Paint } from '../terminal.ts';
import { textFacts, textTable } from './text-table.ts';

/** The verdict over a certificate, each check in words, and what it says as far as it holds. */
export function certificateText(
  { valid, checks, says }: CertificateReport,
  file: string,
  paint: Paint,
): string {
  const verdict = valid
    ? paint('green', `✓ The certificate holds: ${file}`)
    : paint('red', `✗ The certificate does not hold: ${file}`);
  const rows = checks.map(({ holds, title, words }) => [holds ? '✓' : '✗', title, words]);
  const facts = says && {
    runbook: says.runbook,
    run: says.runId,
    tenant: says.tenantId,
    environment: says.environment,
    outcome: `${says.outcome}, ${says.openedAt} to ${says.endedAt}`,
    operator: says.operator,
    plan: says.planDigest === '' ? undefined : says.planDigest,
    approvals:
      says.approvals.map(({ keyId, offices }) => [keyId, ...offices].join(' ')).join('; ') || undefined,
    log: says.log.origin,
  };
  const deeds = says?.deeds.map((sentence) => `· ${sentence}`) ?? [];
  return [
    ...[verdict, textTable([], rows)],
    ...(deeds.length > 0 ? ['', ...deeds] : []),
    ...(facts ? ['', textFacts(facts)] : []),
  ].join('\n');
}
