import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconArchive, IconDownload } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { InputOf } from '../../../shared/contract/call.ts';
import { exportRegister, listRegister } from '../../../shared/contract/register.contract.ts';
import type { RegisterRecord } from '../../../shared/model/register.ts';
import { useAct, useCall } from '../../client/use-call.ts';
import { Answered } from '../../components/answered.tsx';
import { CopyText } from '../../components/copy-text.tsx';
import { DataTable, type Column } from '../../components/data-table.tsx';
import { downloadBytes } from '../../components/download.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorCard } from '../../components/error-card.tsx';
import { counted } from '../../components/format-time.ts';
import { Page } from '../../components/page.tsx';
import { Panel } from '../../components/panel.tsx';
import { Pill } from '../../components/pill.tsx';
import { RecordDrawer } from './record-drawer.tsx';
import classes from './register.module.css';
import { keptUntil, nameOf, standingOf } from './register-words.ts';

const columns: readonly Column<RegisterRecord>[] = [
  { title: 'Controller', width: 'minmax(180px, 1.4fr)', cell: nameOf },
  {
    title: 'Tenant id',
    width: 'minmax(140px, 1fr)',
    cell: ({ tenantId }) => <CopyText text={tenantId} label="tenant id" />,
  },
  { title: 'Opened', width: '110px', cell: ({ openedAt }) => <Day instant={openedAt} /> },
  { title: 'Kept until', width: '110px', cell: (record) => <Day instant={keptUntil(record)} /> },
  { title: 'Signatures', width: '90px', align: 'end', cell: ({ approvals }) => approvals.length },
  {
    title: 'Standing',
    width: '150px',
    cell: (record) => <Pill tone={standingOf(record).tone}>{standingOf(record).word}</Pill>,
  },
];

const Day = ({ instant }: { readonly instant: string }) => (
  <span className="tabular">{instant.slice(0, 10)}</span>
);

const kinds = [
  { value: 'all', label: 'All' },
  { value: 'due', label: 'Due' },
  { value: 'held', label: 'Held' },
  { value: 'open', label: 'Under way' },
] as const;

/** What is looked for, as it is typed. */
type Wanted = {
  readonly only: (typeof kinds)[number]['value'];
  readonly query: string;
  readonly from: string;
  readonly to: string;
};
const everything: Wanted = { only: 'all', query: '', from: '', to: '' };
const isEverything = ({ only, query, from, to }: Wanted) => only === 'all' && query + from + to === '';

/** The DPO's register: who was off-boarded, what is kept of them until when, and whether it can be proven. */
export function RegisterPage() {
  const go = useNavigate();
  const { run } = useSearch({ from: '/register' });
  const [wanted, setWanted] = useState(everything);
  const [query] = useDebouncedValue(wanted.query.trim(), 150);
  const filter = {
    only: wanted.only,
    query,
    ...(wanted.from !== '' && { from: wanted.from }),
    ...(wanted.to !== '' && { to: wanted.to }),
  };
  const records = useCall(listRegister, filter, { keep: true });
  const open = (runId?: string) =>
    void go({ to: '/register', search: runId === undefined ? {} : { run: runId }, replace: true });
  return (
    <Page
      title="Register"
      fill
      about={
        records.data && `${counted(records.data.length, 'off-boarding', 'off-boardings')}, as the log tells.`
      }
      actions={<Exports filter={filter} />}
    >
      <Filters value={wanted} onChange={setWanted} />
      <Answered query={records} lines={8}>
        {(found) =>
          found.length === 0 ? (
            <NoRecords sought={!isEverything(wanted)} />
          ) : (
            <DataTable
              label="Off-boardings"
              columns={columns}
              count={found.length}
              rowAt={(at) => found[at]}
              onOpen={({ runId }) => open(runId)}
              chosen={found.findIndex(({ runId }) => runId === run)}
            />
          )
        }
      </Answered>
      <RecordDrawer runId={run} onClose={() => open()} />
    </Page>
  );
}

type FilterProps = { readonly value: Wanted; readonly onChange: (value: Wanted) => void };

const Filters = ({ value, onChange }: FilterProps) => (
  <div className={classes['tools']}>
    <TextInput
      className={classes['search'] ?? ''}
      aria-label="Find an off-boarding"
      placeholder="Controller, tenant id or run"
      value={value.query}
      onChange={({ currentTarget }) => onChange({ ...value, query: currentTarget.value })}
    />
    <SegmentedControl
      size="xs"
      aria-label="Which off-boardings"
      data={[...kinds]}
      value={value.only}
      onChange={(only) => onChange({ ...value, only })}
    />
    {(['from', 'to'] as const).map((end) => (
      <label key={end} className={classes['day']}>
        {end === 'from' ? 'Opened from' : 'to'}
        <TextInput
          type="date"
          aria-label={`Opened ${end}`}
          value={value[end]}
          onChange={({ currentTarget }) => onChange({ ...value, [end]: currentTarget.value })}
        />
      </label>
    ))}
  </div>
);

function Exports({ filter }: { readonly filter: InputOf<typeof listRegister> }) {
  const save = useAct(exportRegister, ({ name, type, content }) => downloadBytes(name, type, content));
  return (
    <>
      {save.error && <ErrorCard error={save.error.card} />}
      {(['csv', 'pdf'] as const).map((format) => (
        <Button
          key={format}
          variant="default"
          leftSection={<IconDownload size={15} aria-hidden />}
          loading={save.isPending && save.variables.format === format}
          onClick={() => save.mutate({ ...filter, format })}
        >
          {`Save as ${format.toUpperCase()}`}
        </Button>
      ))}
    </>
  );
}

const NoRecords = ({ sought }: { readonly sought: boolean }) => (
  <Panel>
    <EmptyState icon={IconArchive} title={sought ? 'No off-boarding is like that' : 'Nobody has left yet'}>
      A record appears here the moment an off-boarding is opened, and stays for good. Begin one at a tenant.
    </EmptyState>
  </Panel>
);
