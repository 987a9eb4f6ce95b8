import { Button } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { Facts } from '../../components/facts.tsx';
import { count } from '../../components/format-time.ts';
import { LoadingLines } from '../../components/loading-lines.tsx';
import { Panel } from '../../components/panel.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import { useVerification } from '../ledger/use-verification.ts';
import { VerdictPill } from '../ledger/verdict.tsx';
import classes from './overview-page.module.css';

type Props = { readonly ledger?: { readonly entries: number; readonly newestAt: string } };

/** The ledger's health in one look. */
export function LedgerPanel({ ledger }: Props) {
  const { report, verify, busy } = useVerification();
  return (
    <Panel
      title="Ledger"
      mark={report && <VerdictPill report={report} />}
      actions={<Link to="/ledger">Open</Link>}
    >
      {ledger === undefined ? (
        <LoadingLines lines={2} height={24} />
      ) : (
        <Facts
          narrow
          facts={[
            [
              'Entries',
              <span key="entries" className="tabular">
                {count(ledger.entries)}
              </span>,
            ],
            ['Newest', <TimeAgo key="newest" iso={ledger.newestAt} />],
          ]}
        />
      )}
      <div className={classes['footer']}>
        <Button
          variant="default"
          loading={busy}
          leftSection={<IconShieldCheck size={15} aria-hidden />}
          onClick={() => verify()}
        >
          Verify now
        </Button>
      </div>
    </Panel>
  );
}
