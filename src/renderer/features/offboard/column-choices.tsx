import { Alert, Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { classifyOffboarding } from '../../../shared/contract/offboard.contract.ts';
import { useCall } from '../../client/use-call.ts';
import { QueryError } from '../../components/answered.tsx';
import classes from './offboard.module.css';

export type Choices = Readonly<Record<string, 'keep' | 'clear' | 'scrub'>>;

type Props = {
  readonly connection: string;
  readonly tenantId: string;
  readonly value: Choices;
  readonly onChange: (value: Choices) => void;
};

const options = [
  { value: 'clear', label: 'Empty it' },
  { value: 'scrub', label: 'Take people out of it' },
  { value: 'keep', label: 'Keep it as it is' },
];

/** Columns of the live schema that nobody has classified: a person says what becomes of each. Nothing to see when there are none. */
export function ColumnChoices({ connection, tenantId, value, onChange }: Props) {
  const [settled] = useDebouncedValue(tenantId.trim(), 300);
  const asked = settled.length < 3 ? undefined : { connection, tenantId: settled };
  const query = useCall(classifyOffboarding, asked, { fresh: 60, keep: true });
  if (query.error) return <QueryError query={query} />;
  if (query.data === undefined || query.data.length === 0) return null;
  return (
    <Alert color="yellow" title="The schema has columns of which nobody has said whose data they hold">
      <div className={classes['columns']}>
        {query.data.map(({ column, type, guess }) => (
          <div key={column} className={classes['column']}>
            <div>
              <span className="mono">{column}</span> <span className={classes['guess']}>{type}</span>
              <div className={classes['guess']}>
                {guess === undefined
                  ? 'Neither name nor content says what it holds'
                  : `Looks like ${guess.holds}, by its ${guess.by}`}
              </div>
            </div>
            <Select
              aria-label={`What becomes of ${column}`}
              placeholder="Say what becomes of it"
              data={options}
              value={value[column] ?? null}
              onChange={(chosen) => onChange({ ...value, [column]: chosen as Choices[string] })}
            />
          </div>
        ))}
      </div>
    </Alert>
  );
}
