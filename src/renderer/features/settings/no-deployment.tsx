import { IconPlugConnected } from '@tabler/icons-react';
import { EmptyState } from '../../components/empty-state.tsx';
import { Panel } from '../../components/panel.tsx';
import { StartSandbox } from './start-sandbox.tsx';

/** Stands where a deployment is needed and none is known, with the way to one. */
export const NoDeployment = ({ toDo }: { readonly toDo: string }) => (
  <Panel>
    <EmptyState
      icon={IconPlugConnected}
      title={`There is no deployment to ${toDo} yet`}
      action={<StartSandbox />}
    >
      Start the sandbox, or add a connection in the settings.
    </EmptyState>
  </Panel>
);
