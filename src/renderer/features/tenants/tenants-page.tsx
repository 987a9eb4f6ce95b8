import { CloseButton, SegmentedControl, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconBuildingBank, IconSearch } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useState } from 'react';
import {
  searchTenants,
  tenantStandings,
  type TenantStanding,
  type TenantSummary,
} from '../../../shared/contract/tenants.contract.ts';
import { useCall } from '../../client/use-call.ts';
import { usePages } from '../../client/use-pages.ts';
import { QueryError } from '../../components/answered.tsx';
import { CopyText } from '../../components/copy-text.tsx';
import { DataTable, type Column } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { counted } from '../../components/format-time.ts';
import { Page } from '../../components/page.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import { RunStatePill } from '../run/run-state-pill.tsx';
import { deedWords } from '../run/run-words.ts';
import classes from './tenants-page.module.css';
import { useSavedStanding } from './use-saved-standing.ts';

const PAGE = 100;

const columns: readonly Column<TenantSummary>[] = [
  {
    title: 'Legal name',
    width: 'minmax(150px, 1.6fr)',
    cell: ({ legalName }) => legalName || 'Details destroyed',
  },
  {
    title: 'Tenant id',
    width: 'minmax(120px, 1.2fr)',
    cell: ({ tenantId }) => <CopyText text={tenantId} label="tenant id" />,
  },
  { title: 'CRO', width: '76px', cell: ({ croNumber }) => <span className="mono">{croNumber}</span> },
  { title: 'Contact e-mail', width: 'minmax(110px, 1.2fr)', cell: ({ contactEmail }) => contactEmail },
  { title: 'Newest run', width: '80px', cell: ({ runbook }) => deedWords(runbook) },
  { title: 'State', width: '118px', cell: ({ state }) => <RunStatePill state={state} /> },
  { title: 'Connection', width: '80px', cell: ({ connection }) => connection },
  { title: 'Changed', width: '88px', align: 'end', cell: ({ changedAt }) => <TimeAgo iso={changedAt} /> },
];

/** Who is there: found by tenant id, or a part of name, e-mail or CRO number, as fast as one types. */
export function TenantsPage() {
  const go = useNavigate();
  const [text, setText] = useQueryText();
  const [query] = useDebouncedValue(text.trim(), 80);
  const [standing, setStanding] = useSavedStanding();
  const first = useCall(searchTenants, { query, standing, limit: PAGE, offset: 0 }, { keep: true });
  const { rowAt, onRange } = useTenantRows({ query, standing }, first.data?.tenants);
  const total = first.data?.total ?? 0;
  const open = useCallback(
    ({ tenantId }: TenantSummary) => void go({ to: '/tenants/$tenantId', params: { tenantId } }),
    [go],
  );
  return (
    <Page title="Tenants" fill about={first.data && counted(total, 'tenant')}>
      <div className={classes['tools']}>
        <TenantSearch text={text} onText={setText} />
        <StandingFilter standing={standing} onStanding={setStanding} />
      </div>
      {first.error && <QueryError query={first} />}
      {total === 0 && first.data ? (
        <NoTenants query={query} filtered={standing !== 'all'} />
      ) : (
        <DataTable
          label="Tenants"
          columns={columns}
          count={total}
          rowAt={rowAt}
          onRange={onRange}
          onOpen={open}
        />
      )}
    </Page>
  );
}

/** The text that is searched for, kept in the address so that the way back leads to the same list. */
function useQueryText() {
  const go = useNavigate();
  const { query = '' } = useSearch({ from: '/tenants' });
  const [text, setText] = useState(query);
  const [settled] = useDebouncedValue(text, 400);
  useEffect(() => {
    void go({ to: '/tenants', search: settled === '' ? {} : { query: settled }, replace: true });
  }, [settled, go]);
  return [text, setText] as const;
}

type Wanted = { readonly query: string; readonly standing: TenantStanding };

function useTenantRows(wanted: Wanted, firstPage: readonly TenantSummary[] | undefined) {
  const [range, setRange] = useState({ first: 0, last: 0 });
  const onRange = useCallback((first: number, last: number) => setRange({ first, last }), []);
  const pageOf = (index: number) => Math.max(1, Math.floor(index / PAGE));
  const dataOf = usePages(searchTenants, pageOf(range.first), pageOf(range.last), (page) => ({
    ...wanted,
    limit: PAGE,
    offset: page * PAGE,
  }));
  const rowAt = (index: number): TenantSummary | undefined =>
    index < PAGE ? firstPage?.[index] : dataOf(Math.floor(index / PAGE))?.tenants[index % PAGE];
  return { rowAt, onRange };
}

const TenantSearch = ({
  text,
  onText,
}: {
  readonly text: string;
  readonly onText: (text: string) => void;
}) => (
  <TextInput
    className={classes['search'] ?? ''}
    aria-label="Find a tenant"
    placeholder="Tenant id, or part of a name, e-mail or CRO number"
    leftSection={<IconSearch size={16} aria-hidden />}
    rightSection={
      text !== '' && <CloseButton size="sm" aria-label="Clear the search" onClick={() => onText('')} />
    }
    value={text}
    autoComplete="off"
    spellCheck={false}
    onChange={({ currentTarget }) => onText(currentTarget.value)}
  />
);

const standingWords: Readonly<Record<TenantStanding, string>> = {
  all: 'All',
  open: 'Open',
  completed: 'Completed',
  'taken-back': 'Taken back',
};

type FilterProps = {
  readonly standing: TenantStanding;
  readonly onStanding: (standing: TenantStanding) => void;
};

const StandingFilter = ({ standing, onStanding }: FilterProps) => (
  <SegmentedControl
    size="xs"
    aria-label="Tenants by where their newest run stands"
    data={tenantStandings.map((value) => ({ value, label: standingWords[value] }))}
    value={standing}
    onChange={(value) => onStanding(value)}
  />
);

type NoneProps = { readonly query: string; readonly filtered: boolean };

const NoTenants = ({ query, filtered }: NoneProps) =>
  filtered ? (
    <EmptyState icon={IconSearch} title="No tenant is like that">
      Look at all tenants instead.
    </EmptyState>
  ) : query === '' ? (
    <EmptyState icon={IconBuildingBank} title="No tenant yet">
      A tenant appears here with its first run.
    </EmptyState>
  ) : (
    <EmptyState icon={IconSearch} title={`Nobody matches “${query}”`}>
      Part of a name, an e-mail or a CRO number is enough; a tenant id may be pasted whole.
    </EmptyState>
  );
