import type { Command } from 'commander';
import {
  listIsolationReports,
  selftestIsolation,
  showIsolationReport,
  type ListedReport,
} from '../../../../shared/contract/isolation.contract.ts';
import { OperatorError } from '../../../../shared/errors/operator-error.ts';
import { schemaVariants, type SchemaVariant } from '../../../../shared/model/schema-variant.ts';
import type { Host } from '../host.ts';
import type { Session } from '../session.ts';
import { isolationText, selftestText } from '../views/isolation-text.ts';
import { textTable } from '../views/text-table.ts';
import { choiceOf, wholeNumber } from './arguments.ts';
import { writeDocumentFile } from './document-file.ts';

type ListOptions = { readonly tenant?: string; readonly limit?: number };
type ShowOptions = { readonly html?: string };
type SelftestOptions = {
  readonly leaks?: string[];
  readonly variant?: SchemaVariant;
  readonly whole?: true;
  readonly cleanRuns?: number;
  readonly parallel?: number;
};

/** `isolation reports|show|selftest`: what was proven before, and how far the detector can be trusted. */
export function isolationCommand(isolation: Command, { action }: Host): void {
  isolation
    .command('reports')
    .description('List isolation reports, newest first.')
    .option('--tenant <id>', 'only those of this tenant')
    .option('--limit <n>', 'at most so many (20)', wholeNumber)
    .action(action(list));
  isolation
    .command('show <digest>')
    .description('Show a report that was kept, by the digest in the ledger.')
    .option('--html <file>', 'write it as a page that stands alone')
    .action(action(show));
  isolation
    .command('selftest')
    .description(
      'Run the suite against the reference portal with each planted leak, and against clean ones. Takes a quarter of an hour.',
    )
    .option('--leaks <ids...>', 'only these leaks')
    .option('--variant <variant>', `only this schema: ${schemaVariants.join(', ')}`, choiceOf(schemaVariants))
    .option('--whole', 'try every leak with the whole suite, not only a sample of them')
    .option('--clean-runs <n>', 'how many clean runs (52)', wholeNumber)
    .option('--parallel <n>', 'portals at once (2)', wholeNumber)
    .addHelpText(
      'after',
      '\nExample:\n  $ tenantctl isolation selftest --json | jq "{recall, missed, falseAlarms}"',
    )
    .action(action(selftest, { allowThrowAway: true }));
}

async function list({ console, printer }: Session, { tenant, limit }: ListOptions): Promise<undefined> {
  const reports = await console.call(listIsolationReports, {
    ...(tenant !== undefined && { tenantId: tenant }),
    ...(limit !== undefined && { limit }),
  });
  const row = ({ at, tenantId, verdict, passed, probes, digest }: ListedReport) => [
    at,
    tenantId,
    verdict,
    `${passed}/${probes}`,
    digest,
  ];
  printer.answer(reports, () =>
    reports.length === 0
      ? 'No tenant was verified yet: `tenantctl verify` does.'
      : textTable(['when', 'tenant', 'verdict', 'passed', 'digest'], reports.map(row)),
  );
}

async function show(
  { console, printer }: Session,
  digest: string,
  { html }: ShowOptions,
): Promise<undefined> {
  const report = await console.call(showIsolationReport, { digest });
  if (html !== undefined) {
    const { isolationPage } = await import('../../../compose.ts');
    await writeDocumentFile(html, await isolationPage(report));
  }
  printer.answer(report, (paint) => isolationText(report, html, paint));
}

async function selftest(
  { console, printer }: Session,
  { leaks, variant, whole, cleanRuns, parallel }: SelftestOptions,
): Promise<OperatorError | undefined> {
  const report = await console.call(selftestIsolation, {
    ...(leaks && { leaks }),
    ...(variant && { variants: [variant] }),
    ...(whole && { whole }),
    ...(cleanRuns !== undefined && { cleanRuns }),
    ...(parallel !== undefined && { parallel }),
  });
  const good = report.missed.length === 0 && report.falseAlarms === 0;
  const { missed, falseAlarms } = report;
  const failure = good
    ? undefined
    : new OperatorError('E_DETECTOR_WEAK', { details: { missed, falseAlarms } });
  printer.answer(report, (paint) => selftestText(report, paint), failure);
  return failure;
}
