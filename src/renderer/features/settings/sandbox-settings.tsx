import { Button, Group } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import {
  resetSandbox,
  sandboxStatus,
  startSandbox,
  stopSandbox,
} from '../../../shared/contract/sandbox.contract.ts';
import { refresh, useAct, useCall } from '../../client/use-call.ts';
import { Answered } from '../../components/answered.tsx';
import { CopyText } from '../../components/copy-text.tsx';
import { ErrorCard } from '../../components/error-card.tsx';
import { Facts } from '../../components/facts.tsx';
import { count } from '../../components/format-time.ts';
import { Panel } from '../../components/panel.tsx';
import { Pill } from '../../components/pill.tsx';
import { TypedConfirm } from '../../components/typed-confirm.tsx';
import { useMay } from '../shell/identity-context.ts';
import { StartSandbox } from './start-sandbox.tsx';

/** The sandbox: start, stop, throw away. */
export function SandboxSettings() {
  const query = useCall(sandboxStatus, {}, { fresh: 10 });
  return (
    <Answered query={query} lines={5}>
      {(sandbox) => (
        <Panel
          title="Reference portal, database, mail and files"
          mark={
            <Pill tone={sandbox.state === 'running' ? 'good' : 'quiet'}>
              {sandbox.state === 'running' ? 'Running' : 'Stopped'}
            </Pill>
          }
        >
          {sandbox.state === 'running' ? (
            <Facts
              facts={[
                ['Connection', sandbox.connection],
                ['Portal', <CopyText key="portal" text={sandbox.portalUrl} label="portal address" />],
                ['Mail catcher', <CopyText key="mail" text={sandbox.mailUrl} label="mail catcher address" />],
                ['Database', <CopyText key="database" text={sandbox.database} label="database" />],
                ['Schema reading', sandbox.variant],
                ['Seeded tenants', count(sandbox.seededTenants)],
                ['Canary tenant', <CopyText key="canary" text={sandbox.canaryTenantId} label="canary id" />],
              ]}
            />
          ) : (
            'It is not running. Starting it brings back whatever was in it; the first start seeds fictitious tenants.'
          )}
          <SandboxButtons running={sandbox.state === 'running'} />
        </Panel>
      )}
    </Answered>
  );
}

function SandboxButtons({ running }: { readonly running: boolean }) {
  const queries = useQueryClient();
  const [resetting, setResetting] = useState(false);
  const settle = () => refresh(queries, 'sandbox.', 'connections.', 'overview.');
  const stop = useAct(stopSandbox, settle);
  const reset = useAct(resetSandbox, settle);
  const mayStart = useMay(startSandbox);
  if (!mayStart) return null;
  const error = stop.error ?? reset.error;
  return (
    <>
      <Group gap="xs" mt="md">
        {running ? (
          <Button variant="default" loading={stop.isPending} onClick={() => stop.mutate({})}>
            Stop
          </Button>
        ) : (
          <StartSandbox />
        )}
        <Button variant="default" loading={reset.isPending} onClick={() => setResetting(true)}>
          Throw its data away…
        </Button>
      </Group>
      {error && <ErrorCard error={error.card} />}
      <TypedConfirm
        opened={resetting}
        title="Throw the sandbox’s data away"
        name="sandbox"
        nameLabel="Type the connection’s name"
        confirmLabel="Throw away"
        onCancel={() => setResetting(false)}
        onConfirm={() => {
          setResetting(false);
          reset.mutate({});
        }}
      >
        Its database, mails and files are deleted. The ledger keeps what was done to it.
      </TypedConfirm>
    </>
  );
}
