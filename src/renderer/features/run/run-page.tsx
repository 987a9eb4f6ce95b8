import { Button, Menu } from '@mantine/core';
import { IconArrowBackUp, IconDots, IconPlayerPlay } from '@tabler/icons-react';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { resumeRun, rollbackRun, showRun } from '../../../shared/contract/runs.contract.ts';
import type { RunState, RunView } from '../../../shared/model/run.ts';
import { useCall } from '../../client/use-call.ts';
import { Answered } from '../../components/answered.tsx';
import { ErrorCard } from '../../components/error-card.tsx';
import { Page } from '../../components/page.tsx';
import { useShownConnection } from '../shell/connection-context.tsx';
import { useMay } from '../shell/identity-context.ts';
import { useTenantName } from '../tenants/use-tenant-names.ts';
import { RollbackConfirm } from './rollback-confirm.tsx';
import { RunOutcome } from './run-outcome.tsx';
import classes from './run-page.module.css';
import { RunProgress } from './run-progress.tsx';
import { RunRail } from './run-rail.tsx';
import { RunStatePill } from './run-state-pill.tsx';
import { runbookWords } from './run-words.ts';
import { StepList } from './step-list.tsx';
import { useRunActs, type RunActs } from './use-run-acts.ts';

/** A run: the runbook's steps top to bottom, what became of each, and what is asked of a person now. */
export function RunPage() {
  const { runId } = useParams({ from: '/runs/$runId' });
  const query = useCall(showRun, { runId }, { every: 4 });
  const run = query.data;
  const acts = useRunActs(runId);
  const name = useTenantName(run?.tenantId);
  useShownConnection(run?.connection);
  return (
    <Page
      title={name ?? run?.tenantId ?? 'Run'}
      mark={run && <RunStatePill state={run.state} />}
      about={run && runbookWords(run.runbook)}
      actions={run && <RunButtons run={run} acts={acts} {...(name !== undefined && { name })} />}
    >
      <Answered query={query} lines={12}>
        {(shown) => <RunBody run={shown} acts={acts} />}
      </Answered>
    </Page>
  );
}

const RunBody = ({ run, acts }: { readonly run: RunView; readonly acts: RunActs }) => (
  <div className={classes['columns']}>
    <div className={classes['column']}>
      <RunProgress run={run} />
      {acts.error && run.state !== 'waiting' && <ErrorCard error={acts.error} />}
      <RunOutcome run={run} />
      <StepList run={run} acts={acts} />
    </div>
    <RunRail run={run} />
  </div>
);

/** In what a run has to be for its button, and what the button then says. */
const resumeWords: Readonly<Partial<Record<RunState, string>>> = {
  failed: 'Try the step again',
  'in-doubt': 'Look, and go on',
  interrupted: 'Resume',
  'rolling-back': 'Go on with the rollback',
};
const cannotRollBack: readonly RunState[] = ['rolled-back', 'abandoned', 'running', 'rolling-back'];

type ButtonsProps = { readonly run: RunView; readonly acts: RunActs; readonly name?: string };

function RunButtons({ run, acts, name }: ButtonsProps) {
  const [confirming, setConfirming] = useState(false);
  const [mayResume, mayRollBack] = [useMay(resumeRun), useMay(rollbackRun)];
  const word = resumeWords[run.state];
  return (
    <>
      {mayRollBack && !cannotRollBack.includes(run.state) && (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button variant="default" aria-label="More for this run">
              <IconDots size={16} aria-hidden />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item
              leftSection={<IconArrowBackUp size={15} aria-hidden />}
              onClick={() => setConfirming(true)}
            >
              Roll back…
            </Menu.Item>
            <Menu.Item component={Link} to={`/tenants/${run.tenantId}`}>
              Show the tenant
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
      {mayResume && word !== undefined && (
        <Button
          loading={acts.busy}
          leftSection={<IconPlayerPlay size={15} aria-hidden />}
          onClick={() => acts.resume()}
        >
          {word}
        </Button>
      )}
      <RollbackConfirm
        run={run}
        name={name ?? run.tenantId}
        opened={confirming}
        onClose={() => setConfirming(false)}
        onConfirm={(reason) => {
          setConfirming(false);
          acts.rollBack(reason);
        }}
      />
    </>
  );
}
