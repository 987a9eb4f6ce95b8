import { Button } from '@mantine/core';
import { IconCircleCheck, IconPlayerPlay } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { showOverview } from '../../../shared/contract/overview.contract.ts';
import { startProvisioning } from '../../../shared/contract/runs.contract.ts';
import type { RunSummary } from '../../../shared/model/run.ts';
import { useCall } from '../../client/use-call.ts';
import { Columns } from '../../components/columns.tsx';
import { Answered } from '../../components/answered.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { counted } from '../../components/format-time.ts';
import { Page } from '../../components/page.tsx';
import { Panel } from '../../components/panel.tsx';
import { Pill } from '../../components/pill.tsx';
import { RunList } from '../run/run-list.tsx';
import { useMay } from '../shell/identity-context.ts';
import { DraftsPanel } from './drafts-panel.tsx';
import { DuePanel } from './due-panel.tsx';
import { FirstSteps } from './first-steps.tsx';
import { LedgerPanel } from './ledger-panel.tsx';
import { OrphansPanel } from './orphans-panel.tsx';
import { SandboxPanel } from './sandbox-panel.tsx';

/** What needs a person now, and whether all is well. */
export function OverviewPage() {
  const query = useCall(showOverview, {}, { every: 5 });
  const mayProvision = useMay(startProvisioning);
  const waiting = query.data?.attention.length ?? 0;
  return (
    <Page
      title="Overview"
      about={
        query.data &&
        (waiting === 0 ? 'Nothing waits for you.' : `${counted(waiting, 'run needs', 'runs need')} a person.`)
      }
      actions={
        mayProvision && (
          <Button component={Link} to="/provision" leftSection={<IconPlayerPlay size={15} aria-hidden />}>
            Provision a tenant
          </Button>
        )
      }
    >
      <Columns
        beside={
          <>
            <DuePanel />
            <OrphansPanel />
            <LedgerPanel {...(query.data && { ledger: query.data.ledger })} />
            {mayProvision && <DraftsPanel />}
            <SandboxPanel />
          </>
        }
      >
        <Answered query={query} lines={8}>
          {(overview) => (
            <>
              {mayProvision && overview.recent.length === 0 && (
                <FirstSteps connections={overview.connections} />
              )}
              <NeedsYou runs={overview.attention} />
              <Recent {...overview} />
            </>
          )}
        </Answered>
      </Columns>
    </Page>
  );
}

const NeedsYou = ({ runs }: { readonly runs: readonly RunSummary[] }) => (
  <Panel title="Needs you" flush mark={runs.length > 0 && <Pill tone="warn">{runs.length}</Pill>}>
    {runs.length > 0 ? <RunList runs={runs} /> : <AllQuiet />}
  </Panel>
);

type RecentProps = { readonly attention: readonly RunSummary[]; readonly recent: readonly RunSummary[] };

/** What went on lately and is not in the list above already. */
function Recent({ attention, recent }: RecentProps) {
  const others = recent.filter(({ runId }) => attention.every((run) => run.runId !== runId)).slice(0, 8);
  if (others.length === 0) return null;
  return (
    <Panel title="Recent runs" flush actions={<Link to="/runs">All runs</Link>}>
      <RunList runs={others} />
    </Panel>
  );
}

const AllQuiet = () => (
  <EmptyState icon={IconCircleCheck} title="All quiet">
    Runs that wait for an answer, failed or are in doubt appear here.
  </EmptyState>
);
