import { Link } from '@tanstack/react-router';
import type { RunSummary } from '../../../shared/model/run.ts';
import { TimeAgo } from '../../components/time-ago.tsx';
import { useTenantNames } from '../tenants/use-tenant-names.ts';
import classes from './run-list.module.css';
import { RunStatePill } from './run-state-pill.tsx';
import { runStory } from './run-story.ts';
import { runbookWords } from './run-words.ts';

/** Runs in a few words each; a row leads to its run. */
export function RunList({ runs }: { readonly runs: readonly RunSummary[] }) {
  const nameOf = useTenantNames();
  return (
    <ul className={classes['list']}>
      {runs.map((run) => (
        <li key={run.runId}>
          <Link to="/runs/$runId" params={{ runId: run.runId }} className={classes['row']}>
            <span className={classes['state']}>
              <RunStatePill state={run.state} />
            </span>
            <span className={classes['what']}>
              <span className={classes['name']}>
                {nameOf(run.tenantId) ?? <span className="mono">{run.tenantId}</span>}
              </span>
              <span className={classes['soft']}>{runbookWords(run.runbook)}</span>
            </span>
            <span className={classes['soft']}>{run.connection}</span>
            <span className={`${classes['soft'] ?? ''} tabular`}>
              {run.stepsDone} of {run.stepsTotal} steps
            </span>
            <span className={classes['when']}>
              <TimeAgo iso={run.changedAt} />
            </span>
            <Story run={run} />
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** What happened and what to do about it, where a run did not simply go through. */
function Story({ run }: { readonly run: RunSummary }) {
  const story = runStory(run);
  if (story === undefined) return null;
  return (
    <span className={classes['story']}>
      <span>{story.happened}</span>
      {story.next !== undefined && <span className={classes['next']}>{story.next}</span>}
    </span>
  );
}
