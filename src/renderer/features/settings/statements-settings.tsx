import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import type { OutputOf } from '../../../shared/contract/call.ts';
import { listStatements } from '../../../shared/contract/statements.contract.ts';
import { useCall } from '../../client/use-call.ts';
import { Answered } from '../../components/answered.tsx';
import { CopyText } from '../../components/copy-text.tsx';
import { Facts } from '../../components/facts.tsx';
import { count, counted, duration } from '../../components/format-time.ts';
import { Panel } from '../../components/panel.tsx';
import { Pill } from '../../components/pill.tsx';
import classes from './settings.module.css';

type Listed = OutputOf<typeof listStatements>['statements'][number];

/** Every statement, as it stands in the catalogue. What is not here cannot be run. */
export function StatementsSettings() {
  const query = useCall(listStatements, {}, { fresh: 300 });
  const [wanted, setWanted] = useState('');
  const isWanted = ({ name, purpose }: Listed) =>
    `${name} ${purpose}`.toLowerCase().includes(wanted.trim().toLowerCase());
  return (
    <Answered query={query} lines={10}>
      {({ reading, statements }) => (
        <Panel
          flush
          title={counted(statements.length, 'statement')}
          mark={<Pill tone="quiet">{reading}</Pill>}
          actions={<Search wanted={wanted} onWanted={setWanted} />}
        >
          <ul className={classes['rows']}>
            {statements.filter(isWanted).map((statement) => (
              <li key={statement.name}>
                <StatementRow statement={statement} />
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </Answered>
  );
}

const Search = ({
  wanted,
  onWanted,
}: {
  readonly wanted: string;
  readonly onWanted: (text: string) => void;
}) => (
  <TextInput
    size="xs"
    w={240}
    aria-label="Find a statement"
    placeholder="Find by name or purpose"
    leftSection={<IconSearch size={14} aria-hidden />}
    value={wanted}
    onChange={({ currentTarget }) => onWanted(currentTarget.value)}
  />
);

const StatementRow = ({ statement }: { readonly statement: Listed }) => (
  <details className={classes['statement']}>
    <summary>
      <code>{statement.name}</code>
      <span className={classes['soft']}>{statement.purpose}</span>
    </summary>
    <div>
      <pre className={classes['sql']} tabIndex={0}>
        {statement.sql}
      </pre>
      <Facts
        facts={[
          ['At most', `${count(statement.rowCap)} rows, ${duration(statement.timeoutMs)}`],
          ['Needs', statement.needs.map(needWords).join('; ')],
          ['Digest', <CopyText key="digest" text={statement.digest} label="statement digest" show={40} />],
        ]}
      />
    </div>
  </details>
);

const needWords = ({ verb, table, columns }: Listed['needs'][number]): string =>
  `${verb} on ${table}${columns === undefined ? '' : ` (${columns.join(', ')})`}`;
