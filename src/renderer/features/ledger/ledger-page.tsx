import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useRef, useState } from 'react';
import { showLedger } from '../../../shared/contract/ledger.contract.ts';
import type { LedgerEntry } from '../../../shared/model/ledger-entry.ts';
import { useCall } from '../../client/use-call.ts';
import { usePages } from '../../client/use-pages.ts';
import { QueryError } from '../../components/answered.tsx';
import { CopyText } from '../../components/copy-text.tsx';
import { DataTable, type Column } from '../../components/data-table.tsx';
import { count, counted, wholeTime } from '../../components/format-time.ts';
import { Page } from '../../components/page.tsx';
import { EntryDrawer } from './entry-drawer.tsx';
import { entryWords } from './entry-words.ts';
import { LedgerTools } from './ledger-tools.tsx';
import { useVerification } from './use-verification.ts';
import { VerdictPanel } from './verdict-panel.tsx';
import { VerdictPill } from './verdict.tsx';

const PAGE = 200;

const columns: readonly Column<LedgerEntry>[] = [
  {
    title: 'Entry',
    width: '72px',
    align: 'end',
    cell: ({ index }) => <span className="mono">{count(index)}</span>,
  },
  { title: 'Time', width: '170px', cell: ({ time }) => <span className="tabular">{wholeTime(time)}</span> },
  { title: 'What happened', width: 'minmax(180px, 1.4fr)', cell: entryWords },
  {
    title: 'Tenant',
    width: 'minmax(140px, 1fr)',
    cell: ({ tenantId }) => tenantId && <CopyText text={tenantId} label="tenant id" />,
  },
  {
    title: 'Leaf hash',
    width: '130px',
    cell: ({ leafHash }) => <CopyText text={leafHash} label="leaf hash" show={12} />,
  },
  {
    title: 'Signed by',
    width: '92px',
    cell: ({ actor }) => <CopyText text={actor} label="key id" show={8} />,
  },
];

/** The log itself: every entry, newest first, and whether all of it is as it was signed. */
export function LedgerPage() {
  const go = useNavigate();
  const { entry: wanted, verify: verifyNow } = useSearch({ from: '/ledger' });
  const size = useCall(showLedger, { limit: 1 });
  const total = size.data?.size ?? 0;
  const { entryAt, onRange } = useEntries(total);
  const verification = useVerification();
  useVerifyOnce(verifyNow === true, verification.verify);
  const asked = useCall(showLedger, wanted === undefined ? undefined : { from: wanted, limit: 1 });
  const open = useCallback(
    ({ index }: LedgerEntry) => void go({ to: '/ledger', search: { entry: index }, replace: true }),
    [go],
  );
  return (
    <Page
      title="Ledger"
      fill
      mark={verification.report && <VerdictPill report={verification.report} />}
      about={size.data && `${counted(total, 'entry', 'entries')}, each signed and held in one tree.`}
      actions={<LedgerTools verify={verification.verify} busy={verification.busy} />}
    >
      <VerdictPanel {...verification} entries={total} />
      {size.error && <QueryError query={size} />}
      <DataTable
        label="Entries of the ledger"
        columns={columns}
        count={total}
        rowAt={(row) => entryAt(total - 1 - row)}
        onRange={onRange}
        onOpen={open}
        {...(wanted !== undefined && { chosen: total - 1 - wanted })}
      />
      <EntryDrawer
        entry={wanted === undefined ? undefined : asked.data?.entries.find(({ index }) => index === wanted)}
        onClose={() => void go({ to: '/ledger', search: {}, replace: true })}
      />
    </Page>
  );
}

/** Entries by their number, asked for in pages as they come into sight; the newest stand on top. */
function useEntries(total: number) {
  const [range, setRange] = useState({ first: 0, last: 0 });
  const onRange = useCallback((first: number, last: number) => setRange({ first, last }), []);
  const pageOf = (row: number) => Math.floor(Math.max(0, total - 1 - row) / PAGE);
  const [from, to] = total === 0 ? [1, 0] : [pageOf(range.last), pageOf(range.first)];
  const dataOf = usePages(showLedger, from, to, (page) => ({ from: page * PAGE, limit: PAGE }));
  const entryAt = (index: number): LedgerEntry | undefined =>
    dataOf(Math.floor(index / PAGE))?.entries[index % PAGE];
  return { entryAt, onRange };
}

/** Verifies once when the address asks for it, and not again on coming back. */
function useVerifyOnce(asked: boolean, verify: () => void): void {
  const go = useNavigate();
  const done = useRef(false);
  useEffect(() => {
    if (!asked || done.current) return;
    done.current = true;
    verify();
    void go({ to: '/ledger', search: {}, replace: true });
  }, [asked, verify, go]);
}
