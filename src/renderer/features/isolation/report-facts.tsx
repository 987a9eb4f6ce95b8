import { Link } from '@tanstack/react-router';
import type { DetectorRecall, IsolationReport } from '../../../shared/model/isolation-report.ts';
import { CopyText } from '../../components/copy-text.tsx';
import { Facts } from '../../components/facts.tsx';
import { counted, duration, wholeTime } from '../../components/format-time.ts';
import { Panel } from '../../components/panel.tsx';

/** What a report is about, and how good the detector was that made it. */
export const ReportFacts = ({ report }: { readonly report: IsolationReport }) => (
  <Panel title="About this report">
    <Facts
      facts={[
        ['Probes', String(report.counts.probes)],
        ['Passed', String(report.counts.passed)],
        ['Failed', String(report.counts.failed)],
        ['Inconclusive', String(report.counts.inconclusive)],
        [
          'Tenant',
          <Link key="tenant" to="/tenants/$tenantId" params={{ tenantId: report.tenantId }}>
            Show the tenant
          </Link>,
        ],
        [
          'Run',
          <Link key="run" to="/runs/$runId" params={{ runId: report.runId }}>
            Show the run
          </Link>,
        ],
        ['Canary', <CopyText key="canary" text={report.canaryTenantId} label="canary’s id" show={18} />],
        ['Portal', `${report.portal.origin} (${report.portal.profile})`],
        ['When', wholeTime(report.startedAt)],
        ['Took', duration(report.ms)],
        ['The detector', recallWords(report.detector)],
      ]}
    />
  </Panel>
);

/** A proof is worth what its detector finds. */
const recallWords = (detector: DetectorRecall | undefined): string =>
  detector === undefined
    ? 'Not tested on this console yet: tenantctl isolation selftest'
    : `Finds ${detector.detected} of ${detector.mutants} planted leaks; ${counted(detector.falseAlarms, 'false alarm')} in ${counted(detector.cleanRuns, 'clean run')}`;

/** What the database itself says when the check is over. */
export const DatabaseFacts = ({
  report: { cleanUp, integrity, notProbed },
}: {
  readonly report: IsolationReport;
}) => (
  <Panel title="By the database">
    <Facts
      facts={[
        ['Test objects', `${cleanUp.removed} of ${cleanUp.made} removed, ${cleanUp.left.length} left`],
        ['Files left', String(cleanUp.filesLeft)],
        ['Canary', cleanUp.canaryUnchanged ? 'As it was' : 'Not as it was'],
        ...integrity.map(
          ({ id, severity, message }) =>
            [severity === 'fault' ? 'Fault' : 'Note', <span key={id}>{message}</span>] as const,
        ),
        ['Not probed', notProbed.map(({ reason }) => reason).join(' ')],
      ]}
    />
  </Panel>
);
