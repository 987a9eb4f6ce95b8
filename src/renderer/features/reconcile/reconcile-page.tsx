import { Button } from '@mantine/core';
import { IconCircleCheck, IconZoomScan } from '@tabler/icons-react';
import { scanOrphans } from '../../../shared/contract/reconcile.contract.ts';
import type { Reconciliation } from '../../../shared/model/orphan.ts';
import { useCall } from '../../client/use-call.ts';
import { Column, Columns } from '../../components/columns.tsx';
import { QueryError } from '../../components/answered.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Facts } from '../../components/facts.tsx';
import { count } from '../../components/format-time.ts';
import { LoadingLines } from '../../components/loading-lines.tsx';
import { Page } from '../../components/page.tsx';
import { Panel } from '../../components/panel.tsx';
import { Pill } from '../../components/pill.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import { NoDeployment } from '../settings/no-deployment.tsx';
import { useConnections, useShownConnection } from '../shell/connection-context.tsx';
import { KindPanel } from './kind-panel.tsx';
import classes from './reconcile.module.css';

/** An hour: what was seen stays in sight while its repairs are planned. */
const KEPT_S = 3_600;

/** What hangs below nothing: looked for when somebody asks, shown with its proof, repaired by a plan. */
export function ReconcilePage() {
  const { chosen, loaded } = useConnections();
  const scan = useCall(scanOrphans, chosen && { connection: chosen.name }, { ask: false, fresh: KEPT_S });
  useShownConnection(chosen?.name);
  return (
    <Page
      title="Reconcile"
      about="Rows and files that hang below nothing, and brokers without an administrator. Looking changes nothing."
      actions={
        chosen && (
          <Button
            loading={scan.isFetching}
            leftSection={<IconZoomScan size={15} aria-hidden />}
            onClick={() => void scan.refetch()}
          >
            Look now
          </Button>
        )
      }
    >
      {loaded && chosen === undefined ? <NoDeployment toDo="look at" /> : <Seen scan={scan} />}
    </Page>
  );
}

/** An outage is no answer: whoever cannot look does not say that nothing is there. */
function Seen({
  scan,
}: {
  readonly scan: ReturnType<typeof useCall<typeof scanOrphans.input, typeof scanOrphans.output>>;
}) {
  if (scan.isFetching) return <LoadingLines lines={12} />;
  if (scan.isError)
    return (
      <Column>
        <p className={classes['unknown']}>
          Whether anything hangs below nothing is unknown: the look did not come to its end.
        </p>
        <QueryError query={scan} />
      </Column>
    );
  return scan.data === undefined ? <NotYet /> : <Report report={scan.data} />;
}

function Report({ report }: { readonly report: Reconciliation }) {
  const found = report.kinds.filter(({ found: rows }) => rows > 0);
  const untold = report.kinds.filter(({ untold: why }) => why !== undefined);
  const none = report.kinds.filter(({ found: rows, untold: why }) => rows === 0 && why === undefined);
  return (
    <Columns
      beside={
        <>
          <ThisLook report={report} />
          {untold.length > 0 && <NotKnown kinds={untold} />}
          {none.length > 0 && <NoneFound kinds={none} />}
        </>
      }
    >
      {found.length === 0 && <AllWell looked={none.length} />}
      {found.map((kind) => (
        <KindPanel key={kind.kind} connection={report.connection} kind={kind} />
      ))}
    </Columns>
  );
}

const AllWell = ({ looked }: { readonly looked: number }) => (
  <Panel>
    <EmptyState icon={IconCircleCheck} title="Everything has its parent">
      {count(looked)} kinds were looked for, and none was found.
    </EmptyState>
  </Panel>
);

const ThisLook = ({ report }: { readonly report: Reconciliation }) => (
  <Panel
    title="This look"
    mark={
      report.found > 0 ? <Pill tone="warn">{count(report.found)} found</Pill> : <Pill tone="good">None</Pill>
    }
  >
    <Facts
      narrow
      facts={[
        ['Looked', <TimeAgo key="at" iso={report.scannedAt} />],
        ['Took', `${count(report.ms)} ms`],
        ['Goes to', `${report.connection} (${report.environment})`],
      ]}
    />
  </Panel>
);

type KindsProps = { readonly kinds: Reconciliation['kinds'] };

const NotKnown = ({ kinds }: KindsProps) => (
  <Panel title="Not known" mark={<Pill tone="doubt">{kinds.length}</Pill>} flush>
    <ul className={classes['list']}>
      {kinds.map(({ kind, title, untold }) => (
        <li key={kind} className={classes['line']}>
          <strong>{title}</strong>
          <div className={classes['soft']}>{untold}</div>
        </li>
      ))}
    </ul>
  </Panel>
);

const NoneFound = ({ kinds }: KindsProps) => (
  <Panel title="Looked for, and none found" flush>
    <ul className={classes['list']}>
      {kinds.map(({ kind, title, statement }) => (
        <li key={kind} className={classes['line']}>
          {title}
          <code className={classes['statement']}>{statement}</code>
        </li>
      ))}
    </ul>
  </Panel>
);

const NotYet = () => (
  <Panel>
    <EmptyState icon={IconZoomScan} title="Nobody has looked since this screen was opened">
      A look reads the whole deployment on one state of its database, and writes into the ledger that somebody
      looked.
    </EmptyState>
  </Panel>
);
