import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconBox } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { startSandbox } from '../../../shared/contract/sandbox.contract.ts';
import { refresh, useAct } from '../../client/use-call.ts';
import { ErrorCard } from '../../components/error-card.tsx';

/** Starts the sandbox and its connection; the first time takes some seconds. */
export function StartSandbox() {
  const queries = useQueryClient();
  const start = useAct(startSandbox, () => {
    refresh(queries, 'sandbox.', 'connections.', 'overview.');
    notifications.show({
      message: 'The sandbox is running. Its connection is called “sandbox”.',
      color: 'green',
    });
  });
  if (start.error)
    return <ErrorCard error={start.error.card} busy={start.isPending} onRetry={() => start.mutate({})} />;
  return (
    <Button
      loading={start.isPending}
      leftSection={<IconBox size={15} aria-hidden />}
      onClick={() => start.mutate({})}
    >
      Start the sandbox
    </Button>
  );
}
