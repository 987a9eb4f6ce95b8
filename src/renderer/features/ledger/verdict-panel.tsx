import { Button, Progress } from '@mantine/core';
import { skipToken, useQuery } from '@tanstack/react-query';
import { IconAlertTriangle } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { ledgerVerification, type ConsoleEvent } from '../../../shared/contract/events.contract.ts';
import type { VerifyReport } from '../../../shared/model/verify-report.ts';
import type { CallError } from '../../client/client.ts';
import { CopyText } from '../../components/copy-text.tsx';
import { ErrorCard } from '../../components/error-card.tsx';
import { count, duration } from '../../components/format-time.ts';
import { useNow } from '../../components/use-now.ts';
import { useState } from 'react';
import classes from './ledger.module.css';

type Props = {
  readonly report: VerifyReport | undefined;
  readonly at: number | undefined;
  readonly busy: boolean;
  readonly error: CallError | null;
  readonly verify: () => void;
  readonly entries: number;
};

/** What verifying found: nothing, or exactly what is wrong and where. */
export function VerdictPanel({ report, at, busy, error, verify, entries }: Props) {
  if (busy) return <Verifying entries={entries} />;
  if (error)
    return (
      <div className={classes['verdict']}>
        <ErrorCard error={error.card} onRetry={verify} />
      </div>
    );
  if (report === undefined) return null;
  return report.ok ? (
    <Sound report={report} {...(at !== undefined && { at })} />
  ) : (
    <Damaged report={report} verify={verify} />
  );
}

function Verifying({ entries }: { readonly entries: number }) {
  const [began] = useState(() => Date.now());
  const elapsed = Math.max(0, useNow('second') - began);
  const { data } = useQuery<ProgressNote>({
    queryKey: ['progress', ledgerVerification.runId],
    queryFn: skipToken,
  });
  // What stands there from the time before is of another verification.
  const done = data !== undefined && data.done < data.of ? data.done : 0;
  const left = done > 0 && elapsed > 2000 ? (elapsed / done) * (entries - done) : undefined;
  return (
    <div className={`${classes['verdict'] ?? ''} tabular`} role="status">
      Checking every entry, signature and node: {count(done)} of {count(entries)} entries, {duration(elapsed)}{' '}
      so far{left !== undefined && `, about ${duration(left)} left`}.
      <Progress
        value={(100 * done) / Math.max(1, entries)}
        animated
        striped
        size="xs"
        mt={8}
        aria-label="Verifying the ledger"
      />
    </div>
  );
}

type ProgressNote = Extract<ConsoleEvent, { kind: 'progress' }>['progress'];

const pinned = {
  matches: 'It is the tree that the keychain remembers.',
  ahead: 'It goes on from the tree that the keychain remembers.',
  none: 'The keychain does not remember a tree yet.',
  'rolled-back': 'It is not the tree that the keychain remembers.',
} as const;

const Sound = ({ report, at }: { readonly report: VerifyReport; readonly at?: number }) => (
  <div className={classes['verdict']} data-tone="good" role="status">
    <strong>Every one of {count(report.entries)} entries is as it was signed.</strong> {pinned[report.pinned]}
    <div className={classes['root']}>
      Root <CopyText text={report.root} label="root hash" show={48} />
      {at !== undefined && (
        <time dateTime={new Date(at).toISOString()}>
          · verified {new Date(at).toLocaleTimeString('en-IE')}
        </time>
      )}
    </div>
  </div>
);

/** Tampering is the worst news this screen has; it says what, where, and what to do before anything else. */
const Damaged = ({ report, verify }: { readonly report: VerifyReport; readonly verify: () => void }) => (
  <section
    className={classes['verdict']}
    data-tone="bad"
    role="alert"
    aria-label="The ledger was tampered with"
  >
    <h2 className={classes['alarm']}>
      <IconAlertTriangle size={18} aria-hidden /> This ledger is not as it was signed
    </h2>
    <p>
      {report.firstBad?.message} <code>{report.firstBad?.what}</code>
    </p>
    <dl className={classes['next']}>
      <dt>What to do</dt>
      <dd>
        Do not provision from this workstation. Keep the file as it is, and compare it with the last export or
        anchor.
      </dd>
      <dt>Whom to call</dt>
      <dd>CISO on call, immediately</dd>
    </dl>
    <div className={classes['root']}>
      {report.firstBad?.index !== undefined && (
        <Button
          variant="default"
          renderRoot={(props) => (
            <Link to="/ledger" search={{ entry: report.firstBad?.index ?? 0 }} {...props} />
          )}
        >
          Show entry {count(report.firstBad.index)}
        </Button>
      )}
      <Button variant="default" onClick={verify}>
        Verify again
      </Button>
    </div>
  </section>
);
