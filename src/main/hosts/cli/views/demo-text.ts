import type { Verdict } from '../../../../shared/model/checklist.ts';
import type { VerifyReport } from '../../../../shared/model/verify-report.ts';
import type { DemoReport } from '../demo/demo-report.ts';
import type { Paint, Style } from '../terminal.ts';
import { verdictText } from './ledger-text.ts';
import { textFacts, textTable } from './text-table.ts';

/** Where the things are that a demo made. */
export type DemoPlaces = {
  readonly home: string;
  readonly runId: string;
  readonly legalName: string;
  readonly portalUrl: string;
  readonly mailUrl: string;
  /** The encrypted credentials. */
  readonly handOver: string | undefined;
  readonly sandboxStays: boolean;
};

const marks: Readonly<Record<Verdict, readonly [string, Style]>> = {
  pass: ['✓', 'green'],
  fail: ['✗', 'red'],
  inconclusive: ['?', 'yellow'],
  'not-checked': ['·', 'dim'],
};

/** The end of a demo: checklist, isolation, the ledger's verdict, where things are and how to look further. */
export function demoText(
  report: DemoReport,
  verdict: VerifyReport,
  places: DemoPlaces,
  paint: Paint,
): string {
  const { checklist, isolation, seconds, tenantId } = report;
  const rows = checklist.map(({ title, verdict: found, note }) => [mark(found, paint), title, found, note]);
  const { probes, passed, failed, inconclusive } = isolation;
  return [
    heading('Post-provisioning checklist', paint),
    textTable([], rows),
    `Isolation: ${probes} probes, ${passed} passed, ${failed} failed, ${inconclusive} inconclusive`,
    ...offboardingText(report, paint),
    heading('Ledger', paint),
    verdictText(verdict, paint),
    heading('Where things are', paint),
    placesText(places, tenantId),
    heading('Look further', paint),
    commandsText(places, paint),
    `\n${seconds.toFixed(1)} s from start to end.`,
  ].join('\n');
}

function offboardingText({ offboarding }: DemoReport, paint: Paint): readonly string[] {
  if (offboarding === undefined) return [];
  const { erased, proof, signers, retention, exportFile, certificate } = offboarding;
  return [
    heading('Off-boarding', paint),
    textFacts({
      export: `${exportFile}  opened with the broker’s key`,
      'signed by': signers.join(', '),
      erased: `${erased?.rows ?? 0} rows, ${erased?.texts ?? 0} texts, ${erased?.files ?? 0} files; ${erased?.users ?? 0} users disabled`,
      proof: `${proof?.rows ?? 0} rows in ${proof?.tables ?? 0} tables searched, nothing found`,
      'kept until': retention.map(({ item, until }) => `${item} ${until}`).join(', '),
      certificate: `${certificate.file}  ${certificate.valid ? 'holds' : 'does not hold'}`,
    }),
  ];
}

const heading = (words: string, paint: Paint): string => `\n${paint('bold', words)}`;

const mark = (verdict: Verdict, paint: Paint): string => paint(marks[verdict][1], marks[verdict][0]);

const placesText = (places: DemoPlaces, tenantId: string): string =>
  textFacts({
    home: places.home,
    tenant: `${tenantId}  ${places.legalName}`,
    'encrypted credentials': places.handOver,
    'portal (when started)': places.portalUrl,
    'mail catcher': places.mailUrl,
    sandbox: places.sandboxStays ? 'runs on, as before' : 'stopped; its data stays in the home',
  });

function commandsText({ home, runId, sandboxStays }: DemoPlaces, paint: Paint): string {
  const commands = [
    ...(sandboxStays ? [] : ['sandbox start']),
    `runs show ${runId}`,
    'ledger verify',
    'ledger show --newest --limit 20',
    'statements --connection sandbox',
  ];
  return commands
    .map((command) => `  ${paint('cyan', `npm run -s tenantctl -- --home ${quoted(home)} ${command}`)}`)
    .join('\n');
}

const quoted = (path: string): string =>
  /^[\w./~-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
