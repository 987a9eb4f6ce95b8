import { Button, Group } from '@mantine/core';
import { IconPlugConnected } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { listDrafts } from '../../../shared/contract/overview.contract.ts';
import { describeIntake } from '../../../shared/contract/runs.contract.ts';
import { useCall } from '../../client/use-call.ts';
import { Answered } from '../../components/answered.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Page } from '../../components/page.tsx';
import { Panel } from '../../components/panel.tsx';
import { StartSandbox } from '../settings/start-sandbox.tsx';
import { useConnections } from '../shell/connection-context.tsx';
import { IntakeForm } from './intake-form.tsx';

/** The intake of a new tenant: what has to be known and attested before a run is opened. */
export function ProvisionPage() {
  const { chosen, loaded } = useConnections();
  const draftId = useDraftId();
  const drafts = useCall(listDrafts, {}, { fresh: 0 });
  const draft = drafts.data?.find((each) => each.draftId === draftId);
  const connection = draft?.connection ?? chosen?.name;
  const form = useCall(describeIntake, connection === undefined ? undefined : { connection }, { fresh: 300 });
  const isReady = draftId !== undefined && drafts.data !== undefined && connection !== undefined;
  return (
    <Page title="Provision a tenant" about={form.data?.title}>
      {loaded && connection === undefined ? (
        <NoConnection />
      ) : (
        <Answered query={form} lines={12}>
          {({ schema, steps, placed }) =>
            isReady && (
              <IntakeForm
                key={draftId}
                draftId={draftId}
                connection={connection}
                schema={schema}
                steps={steps}
                placed={placed}
                draft={draft}
              />
            )
          }
        </Answered>
      )}
    </Page>
  );
}

/** The draft that the address names; a fresh name where it names none, so that leaving and coming back leads to the same. */
function useDraftId(): string | undefined {
  const go = useNavigate();
  const { draft } = useSearch({ from: '/provision' });
  useEffect(() => {
    if (draft === undefined)
      void go({ to: '/provision', search: { draft: crypto.randomUUID() }, replace: true });
  }, [draft, go]);
  return draft;
}

const NoConnection = () => (
  <Panel>
    <EmptyState
      icon={IconPlugConnected}
      title="There is nowhere to provision to yet"
      action={
        <Group gap="xs">
          <StartSandbox />
          <Button component={Link} to="/settings/connections" variant="default">
            Add a connection
          </Button>
        </Group>
      }
    >
      Start the sandbox, a whole deployment on this machine where nothing is real, or add a connection to a
      deployment.
    </EmptyState>
  </Panel>
);
