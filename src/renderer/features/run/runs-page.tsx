import { Button, SegmentedControl } from '@mantine/core';
import { IconListCheck } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { listRuns } from '../../../shared/contract/runs.contract.ts';
import { closedRunStates, runStates, type RunState } from '../../../shared/model/run.ts';
import { useCall } from '../../client/use-call.ts';
import { Answered } from '../../components/answered.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Page } from '../../components/page.tsx';
import { Panel } from '../../components/panel.tsx';
import { RunList } from './run-list.tsx';

const open = runStates.filter((state) => !closedRunStates.includes(state));
const filters: Readonly<Record<string, readonly RunState[] | undefined>> = {
  all: undefined,
  open,
  completed: ['completed'],
  'taken back': ['rolled-back', 'abandoned'],
};

/** Every run of this workstation, newest first. */
export function RunsPage() {
  const [filter, setFilter] = useState('all');
  const states = filters[filter];
  const query = useCall(
    listRuns,
    { limit: 200, ...(states && { states: [...states] }) },
    { keep: true, every: 5 },
  );
  return (
    <Page
      title="Runs"
      about="What was done, is under way, or waits for an answer on this workstation."
      actions={
        <SegmentedControl
          size="xs"
          aria-label="Which runs"
          data={['all', 'open', 'completed', 'taken back'].map((value) => ({
            value,
            label: sentence(value),
          }))}
          value={filter}
          onChange={setFilter}
        />
      }
    >
      <Panel flush>
        <Answered query={query} lines={6}>
          {(runs) => (runs.length > 0 ? <RunList runs={runs} /> : <NoRuns filtered={states !== undefined} />)}
        </Answered>
      </Panel>
    </Page>
  );
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const NoRuns = ({ filtered }: { readonly filtered: boolean }) =>
  filtered ? (
    <EmptyState icon={IconListCheck} title="No run is like that">
      Look at all runs instead.
    </EmptyState>
  ) : (
    <EmptyState
      icon={IconListCheck}
      title="No run yet"
      action={
        <Button component={Link} to="/provision">
          Provision a tenant
        </Button>
      }
    >
      A run appears here the moment it is opened, and stays for good.
    </EmptyState>
  );
