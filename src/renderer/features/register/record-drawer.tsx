import { Button, Drawer, Group, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { createCertificate } from '../../../shared/contract/certificates.contract.ts';
import { showRegister, verifyRegister } from '../../../shared/contract/register.contract.ts';
import type { CertificateReport } from '../../../shared/model/certificate.ts';
import type { Article30Entry, RegisterRecord } from '../../../shared/model/register.ts';
import { useAct, useCall } from '../../client/use-call.ts';
import { Answered } from '../../components/answered.tsx';
import { download } from '../../components/download.ts';
import { ErrorCard } from '../../components/error-card.tsx';
import { Facts } from '../../components/facts.tsx';
import { Pill } from '../../components/pill.tsx';
import { Person } from '../shell/person.tsx';
import { KeptItems } from './kept-items.tsx';
import { LegalHold } from './legal-hold.tsx';
import classes from './register.module.css';
import { nameOf } from './register-words.ts';

type Props = { readonly runId: string | undefined; readonly onClose: () => void };

/** One record: its proof, what is kept, its entry of the Art. 30 register, and who signed. */
export function RecordDrawer({ runId, onClose }: Props) {
  const query = useCall(showRegister, runId === undefined ? undefined : { runId });
  return (
    <Drawer
      opened={runId !== undefined}
      onClose={onClose}
      position="right"
      size={720}
      title={query.data ? nameOf(query.data.record) : 'Record'}
    >
      {runId !== undefined && (
        <Answered query={query} lines={10}>
          {({ record, article30 }) => <Record key={runId} record={record} article30={article30} />}
        </Answered>
      )}
    </Drawer>
  );
}

type RecordProps = { readonly record: RegisterRecord; readonly article30: Article30Entry };

const Record = ({ record, article30 }: RecordProps) => (
  <div className={classes['record']}>
    <Proof record={record} />
    <section>
      <Title order={3}>What is kept</Title>
      <KeptItems record={record} />
    </section>
    <LegalHold record={record} />
    <section>
      <Title order={3}>Entry of the Art. 30 register</Title>
      <Facts facts={article30.map(({ field, text }) => [field, text] as const)} />
    </section>
    <section>
      <Title order={3}>Signed by</Title>
      <Facts
        facts={record.approvals.map(
          ({ keyId, offices, roles, signedAt }) =>
            [
              [...offices, ...roles].join(', '),
              <span key={keyId}>
                <Person keyId={keyId} /> on {signedAt.slice(0, 10)}
              </span>,
            ] as const,
        )}
      />
      {record.approvals.length === 0 && <span className={classes['soft']}>Nobody yet.</span>}
    </section>
  </div>
);

function Proof({ record: { runId, state } }: { readonly record: RegisterRecord }) {
  const verify = useAct(verifyRegister);
  const certificate = useAct(createCertificate, ({ document }) =>
    download(`${runId}.certificate.json`, document),
  );
  const failed = verify.error ?? certificate.error;
  const hasEnded = state === 'completed' || state === 'rolled-back';
  return (
    <section>
      <Group gap="sm">
        <Button
          size="sm"
          disabled={!hasEnded}
          loading={verify.isPending}
          onClick={() => verify.mutate({ runId })}
        >
          Verify this record
        </Button>
        <Button
          size="sm"
          variant="default"
          disabled={!hasEnded}
          loading={certificate.isPending}
          onClick={() => certificate.mutate({ runId })}
        >
          Save the certificate
        </Button>
        <Link to="/runs/$runId" params={{ runId }}>
          Open the run
        </Link>
      </Group>
      {failed && <ErrorCard error={failed.card} />}
      {verify.data && <Verdict report={verify.data} />}
    </section>
  );
}

const Verdict = ({ report: { valid, checks } }: { readonly report: CertificateReport }) => (
  <div role="status">
    <ul className={classes['checks']}>
      <li>
        <Pill tone={valid ? 'good' : 'bad'}>{valid ? 'Proven' : 'Not proven'}</Pill>
      </li>
      {checks.map(({ id, title, holds, words }) => (
        <li key={id}>
          <Pill tone={holds ? 'good' : 'bad'}>{holds ? 'Yes' : 'No'}</Pill> {title}.{' '}
          <span className={classes['soft']}>{words}</span>
        </li>
      ))}
    </ul>
  </div>
);
