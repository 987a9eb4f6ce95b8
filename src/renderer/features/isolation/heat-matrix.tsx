import { families, familyTitles } from '../../../shared/model/isolation-family.ts';
import type { IsolationReport, MatrixCell } from '../../../shared/model/isolation-report.ts';
import classes from './isolation.module.css';

type Props = { readonly report: IsolationReport; readonly onOpen: (cell: MatrixCell) => void };

/** Resource by family. A cell says in figures and a mark what its colour says, and opens its probes. */
export function HeatMatrix({ report: { matrix, probes }, onOpen }: Props) {
  const resources = [...new Set(probes.map(({ resource }) => resource))];
  const used = families.filter((family) => matrix.some((cell) => cell.family === family));
  const cellOf = new Map(matrix.map((cell) => [keyOf(cell), cell]));
  return (
    <div
      className={classes['scroll']}
      tabIndex={0}
      role="region"
      aria-label="Matrix of resources and families"
    >
      <table className={classes['matrix']}>
        <thead>
          <tr>
            <th scope="col">Resource</th>
            {used.map((family) => (
              <th key={family} scope="col" title={familyTitles[family]}>
                {family}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {resources.map((resource) => (
            <tr key={resource}>
              <th scope="row">{resource}</th>
              {used.map((family) => (
                <td key={family}>
                  <Cell cell={cellOf.get(keyOf({ resource, family }))} onOpen={onOpen} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const keyOf = ({ resource, family }: Pick<MatrixCell, 'resource' | 'family'>): string =>
  `${family}.${resource}`;

const marks = { pass: '✓', fail: '✗', inconclusive: '?' } as const;

function Cell({ cell, onOpen }: { readonly cell: MatrixCell | undefined; readonly onOpen: Props['onOpen'] }) {
  if (cell === undefined) return null;
  const { verdict, passed, probes, failed, inconclusive, family, resource } = cell;
  const shown = `${marks[verdict]} ${passed === probes ? probes : `${passed}/${probes}`}`;
  return (
    <button
      type="button"
      className={classes['cell']}
      data-verdict={verdict}
      aria-label={`${shown}, ${family} of ${resource}: ${passed} of ${probes} passed, ${failed} failed, ${inconclusive} inconclusive`}
      onClick={() => onOpen(cell)}
    >
      {shown}
    </button>
  );
}
