import { listIsolationReports, showIsolationReport } from '../../../shared/contract/isolation.contract.ts';
import type { IsolationReport } from '../../../shared/model/isolation-report.ts';
import { useCall } from '../../client/use-call.ts';
import { Answered } from '../../components/answered.tsx';
import { counted } from '../../components/format-time.ts';
import { Panel } from '../../components/panel.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import { compareReports } from './compare-reports.ts';
import classes from './isolation.module.css';
import { ProbeList } from './probe-list.tsx';

type Props = { readonly digest: string; readonly report: IsolationReport };

/** What has changed since the tenant was checked before. Nothing is shown for a first report. */
export function LastReport({ digest, report }: Props) {
  const listed = useCall(listIsolationReports, { tenantId: report.tenantId, limit: 200 });
  const at = listed.data?.findIndex((each) => each.digest === digest) ?? -1;
  const last = at < 0 ? undefined : listed.data?.[at + 1];
  const before = useCall(showIsolationReport, last && { digest: last.digest });
  if (last === undefined) return null;
  return (
    <Panel title="Since the last report" mark={<TimeAgo iso={last.at} />}>
      <Answered query={before}>{(older) => <Changes now={report} before={older} />}</Answered>
    </Panel>
  );
}

function Changes({ now, before }: { readonly now: IsolationReport; readonly before: IsolationReport }) {
  const { worse, better, added, gone } = compareReports(now, before);
  return (
    <>
      <p className={classes['soft']}>
        {counted(worse.length, 'probe')} worse, {counted(better.length, 'probe')} better; {added} asked for
        the first time, {gone} not asked any more.
      </p>
      <ProbeList probes={[...worse, ...better]} />
    </>
  );
}
