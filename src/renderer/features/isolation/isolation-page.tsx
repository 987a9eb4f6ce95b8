import { Button, Drawer } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { showIsolationReport } from '../../../shared/contract/isolation.contract.ts';
import { showTenant } from '../../../shared/contract/tenants.contract.ts';
import { familyTitles } from '../../../shared/model/isolation-family.ts';
import type { IsolationReport, MatrixCell, ProbeResult } from '../../../shared/model/isolation-report.ts';
import { useCall } from '../../client/use-call.ts';
import { Column, Columns } from '../../components/columns.tsx';
import { Answered } from '../../components/answered.tsx';
import { CopyText } from '../../components/copy-text.tsx';
import { download } from '../../components/download.ts';
import { Page } from '../../components/page.tsx';
import { Panel } from '../../components/panel.tsx';
import { ChecklistTable, VerdictPill } from '../run/checklist-table.tsx';
import { HeatMatrix } from './heat-matrix.tsx';
import classes from './isolation.module.css';
import { LastReport } from './last-report.tsx';
import { ProbeList } from './probe-list.tsx';
import { DatabaseFacts, ReportFacts } from './report-facts.tsx';

/** An isolation report: what was asked of the portal, as whom, and what decided each verdict. */
export function IsolationPage() {
  const { digest } = useParams({ from: '/isolation/$digest' });
  const query = useCall(showIsolationReport, { digest }, { fresh: 3_600 });
  return (
    <Page
      title="Isolation report"
      mark={query.data && <VerdictPill verdict={query.data.verdict} />}
      about={<About digest={digest} report={query.data} />}
      actions={query.data && <SaveReport report={query.data} />}
    >
      <Answered query={query} lines={12}>
        {(report) => <Report key={digest} digest={digest} report={report} />}
      </Answered>
    </Page>
  );
}

const About = ({
  digest,
  report,
}: {
  readonly digest: string;
  readonly report: IsolationReport | undefined;
}) => (
  <>
    {report && `${report.counts.passed} of ${report.counts.probes} probes passed · `}
    <CopyText text={digest} label="digest of the report" show={20} />
  </>
);

const SaveReport = ({ report }: { readonly report: IsolationReport }) => (
  <Button
    variant="default"
    onClick={() => download(`${report.runId}.isolation.json`, `${JSON.stringify(report, null, 2)}\n`)}
  >
    Save as JSON
  </Button>
);

type Props = { readonly digest: string; readonly report: IsolationReport };

function Report({ digest, report }: Props) {
  const [opened, setOpened] = useState<MatrixCell>();
  return (
    <Column>
      <Open report={report} />
      <Panel title="Resource by family" flush>
        <HeatMatrix report={report} onOpen={setOpened} />
      </Panel>
      <Columns
        beside={
          <>
            <ReportFacts report={report} />
            <DatabaseFacts report={report} />
          </>
        }
      >
        <LastReport digest={digest} report={report} />
        <Checklist tenantId={report.tenantId} />
      </Columns>
      <CellDrawer cell={opened} probes={report.probes} onClose={() => setOpened(undefined)} />
    </Column>
  );
}

const FIRST = 25;

/** What a reader has to see first. */
function Open({ report: { probes, stopped } }: { readonly report: IsolationReport }) {
  const open = probes
    .filter(({ verdict }) => verdict !== 'pass')
    .toSorted((a, b) => a.verdict.localeCompare(b.verdict));
  if (open.length === 0 && stopped === undefined) return null;
  return (
    <Panel title="What did not pass">
      {stopped && (
        <p>
          The suite stopped early: {stopped.message} <code>{stopped.code}</code>
        </p>
      )}
      <ProbeList probes={open.slice(0, FIRST)} />
      {open.length > FIRST && (
        <p className={classes['soft']}>{open.length - FIRST} more stand behind the cells below.</p>
      )}
    </Panel>
  );
}

function Checklist({ tenantId }: { readonly tenantId: string }) {
  const { data } = useCall(showTenant, { tenantId });
  if (data === undefined || data.checklist.length === 0) return null;
  return (
    <Panel title="Post-provisioning checklist" flush>
      <ChecklistTable items={data.checklist} />
    </Panel>
  );
}

type DrawerProps = {
  readonly cell: MatrixCell | undefined;
  readonly probes: readonly ProbeResult[];
  readonly onClose: () => void;
};

const CellDrawer = ({ cell, probes, onClose }: DrawerProps) => (
  <Drawer
    opened={cell !== undefined}
    onClose={onClose}
    position="right"
    size={760}
    title={cell && `${cell.resource}: ${familyTitles[cell.family]}`}
  >
    {cell && (
      <ProbeList
        probes={probes.filter(({ resource, family }) => resource === cell.resource && family === cell.family)}
      />
    )}
  </Drawer>
);
