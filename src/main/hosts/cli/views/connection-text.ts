import type {
  ConnectionTest,
  ConnectionView,
  Diagnosis,
} from '../../../../shared/contract/connections.contract.ts';
import type { Finding } from '../../../../shared/model/finding.ts';
import type { Paint, Style } from '../terminal.ts';
import { textFacts, textTable } from './text-table.ts';

export const connectionListText = (connections: readonly ConnectionView[]): string =>
  connections.length === 0
    ? 'No connections yet. `tenantctl connection add`, or `tenantctl sandbox start` for one to rehearse on.'
    : textTable(
        ['connection', 'environment', 'database', 'user', 'tls', 'portal', 'first met'],
        connections.map(
          ({ connection: { name, environment, host, port, database, user, tls, portal }, pinned }) => [
            name,
            environment,
            `${host}:${port}/${database}`,
            user,
            tls,
            portal?.url ?? '',
            pinned?.at ?? 'not yet',
          ],
        ),
      );

/** What the server proved to be. */
export const testText = (
  name: string,
  { environment, pinned, warnings }: ConnectionTest,
  paint: Paint,
): string =>
  [
    `${paint('green', '✓')} ${name} leads to ${paint('bold', environment.environment)}`,
    textFacts({
      fingerprint: environment.fingerprint,
      schema: environment.schemaDigest,
      pinned: pinned === 'now' ? 'now: this was the first meeting' : 'before, and it is the same',
    }),
    ...warnings.map((warning) => `${paint('yellow', '!')} ${warning}`),
  ].join('\n');

const marks: Readonly<Record<Finding['verdict'], readonly [string, Style]>> = {
  ok: ['✓', 'green'],
  warning: ['!', 'yellow'],
  refused: ['✗', 'red'],
  unknown: ['?', 'yellow'],
};

/** Each finding with what to do about it, and the GRANTs of a least-privilege role. */
export const diagnosisText = ({ connection, findings, grants }: Diagnosis, paint: Paint): string =>
  [
    paint('bold', connection),
    ...findings.map((finding) => findingText(finding, paint)),
    ...(grants === undefined ? [] : [`\n${paint('dim', grants.trimEnd())}`]),
  ].join('\n');

function findingText({ title, verdict, words, fix }: Finding, paint: Paint): string {
  const [mark, style] = marks[verdict];
  const advice = fix === undefined ? '' : `\n    → ${fix}`;
  return `${paint(style, mark)} ${title}: ${words}${advice}`;
}
