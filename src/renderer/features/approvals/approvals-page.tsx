import { IconSignature } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import {
  importApproval,
  listApprovals,
  showApprovalRequest,
  type ListedApproval,
} from '../../../shared/contract/approvals.contract.ts';
import { refresh, useAct, useCall } from '../../client/use-call.ts';
import { Answered } from '../../components/answered.tsx';
import { ChooseFile } from '../../components/choose-file.tsx';
import { CopyText } from '../../components/copy-text.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorCard } from '../../components/error-card.tsx';
import { Page } from '../../components/page.tsx';
import { Panel } from '../../components/panel.tsx';
import { Pill } from '../../components/pill.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import type { Tone } from '../../components/tone.ts';
import { useMay } from '../shell/identity-context.ts';
import { Person } from '../shell/person.tsx';
import { useTenantNames } from '../tenants/use-tenant-names.ts';
import classes from './approvals.module.css';
import { purposeWords } from './purpose-words.ts';
import { RequestPanel } from './request-panel.tsx';

/** Plans that other people have to sign: what waits here, and what a colleague asks. They travel as files. */
export function ApprovalsPage() {
  const queries = useQueryClient();
  const approvals = useCall(listApprovals, {});
  const read = useAct(showApprovalRequest);
  const taken = useAct(importApproval, () => refresh(queries, 'approvals.', 'runs.'));
  const mayImport = useMay(importApproval);
  const failed = read.error ?? taken.error;
  return (
    <Page
      title="Approvals"
      about="A plan is signed by its exact digest, by another person, on another workstation."
      actions={
        <>
          {mayImport && (
            <ChooseFile
              label="Take over a signed approval"
              busy={taken.isPending}
              onText={(document) => taken.mutate({ document: document.trim() })}
            />
          )}
          <ChooseFile
            filled
            label="Read a request"
            busy={read.isPending}
            onText={(document) => read.mutate({ document: document.trim() })}
          />
        </>
      }
    >
      {failed && <ErrorCard error={failed.card} />}
      {taken.data && (
        <p role="status">
          <Person keyId={taken.data.keyId} /> has {taken.data.decision} it.{' '}
          <Link to="/runs/$runId" params={{ runId: taken.data.runId }}>
            Go on with the run
          </Link>
        </p>
      )}
      {read.data && (
        <RequestPanel key={read.data.digest} request={read.data} document={read.variables.document} />
      )}
      <Panel title="Asked and answered here" flush>
        <Answered query={approvals} lines={5}>
          {(listed) => (listed.length === 0 ? <Nothing /> : <Listed approvals={listed} />)}
        </Answered>
      </Panel>
    </Page>
  );
}

const parts: Readonly<Record<ListedApproval['part'], readonly [Tone, string]>> = {
  asked: ['warn', 'Asked here'],
  signed: ['good', 'You signed'],
  refused: ['bad', 'You refused'],
};

/** What came of it: one refusal is enough to stop it, how many signatures it needs is the run's to say. */
function standing({ part, received }: ListedApproval): readonly [Tone, string] {
  if (part !== 'asked' || received.length === 0) return parts[part];
  return received.some(({ decision }) => decision === 'refused')
    ? ['bad', 'Refused']
    : ['good', `${received.length} signed`];
}

function Listed({ approvals }: { readonly approvals: readonly ListedApproval[] }) {
  const nameOf = useTenantNames();
  return (
    <ul className={classes['list']}>
      {approvals.map((approval) => (
        <Line
          key={`${approval.runId} ${approval.digest}`}
          approval={approval}
          name={nameOf(approval.tenantId)}
        />
      ))}
    </ul>
  );
}

/** A colleague’s workstation may know the id alone. */
function Line({ approval, name }: { readonly approval: ListedApproval; readonly name: string | undefined }) {
  const { runId, tenantId, purpose, digest, part, at, expiresAt, received } = approval;
  const [tone, words] = standing(approval);
  return (
    <li className={classes['line']}>
      <div className={classes['grow']}>
        <strong>{purposeWords[purpose]}</strong> of {name} <CopyText text={tenantId} label="tenant id" />
        <div className={classes['soft']}>
          <TimeAgo iso={at} />, to be signed before {expiresAt.slice(0, 10)}. Plan{' '}
          <CopyText text={digest} label="plan digest" show={16} />
        </div>
        {received.map(({ keyId, decision }) => (
          <div key={keyId} className={classes['soft']}>
            {decision === 'approved' ? 'Approved' : 'Refused'} by <Person keyId={keyId} />
          </div>
        ))}
      </div>
      {part === 'asked' && (
        <Link to="/runs/$runId" params={{ runId }}>
          Open the run
        </Link>
      )}
      <span className={classes['standing']}>
        <Pill tone={tone}>{words}</Pill>
      </span>
    </li>
  );
}

const Nothing = () => (
  <EmptyState icon={IconSignature} title="Nothing was asked or signed here yet">
    A run that needs other people’s signatures saves its request as a file. Read such a file here to sign or
    refuse it.
  </EmptyState>
);
