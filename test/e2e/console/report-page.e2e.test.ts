import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { countsOf, matrixOf, verdictOf } from '../../../src/main/isolation/report/build-report.ts';
import { isolationPage } from '../../../src/main/isolation/report/isolation-page.ts';
import type {
  IsolationReport,
  ProbeResult,
  ProbeVerdict,
} from '../../../src/shared/model/isolation-report.ts';
import { axeFindings } from '../../helpers/accessibility.ts';
import { launchBrowser, whyNoBrowser } from '../../helpers/browser.ts';
import { describeUnless } from '../../helpers/skip.ts';

const probe = (at: number, verdict: ProbeVerdict): ProbeResult => ({
  id: `read.employers.way-${at}`,
  family: 'read',
  resource: 'employers',
  title: 'Opens a foreign object',
  owasp: 'API1:2023',
  actor: 'tenant',
  expectation: 'denied',
  verdict,
  reason: 'status 200',
  evidence: ['emp_1'],
  request: { method: 'GET', path: '/api/employers/emp_1' },
  response: { status: 200, headers: {}, body: '{}', bytes: 2 },
  ms: 1,
});

function reportOf(verdicts: readonly ProbeVerdict[]): IsolationReport {
  const probes = verdicts.map((verdict, at) => probe(at, verdict));
  return {
    format: 'tenant-console.isolation-report/v1',
    ...{ runId: 'run_1', tenantId: 'brk_1', canaryTenantId: 'brk_2', startedAt: '2026-01-01T00:00:00.000Z' },
    portal: { origin: 'https://portal.example', profile: 'PensionPortal' },
    ...{ ms: 1, verdict: verdictOf(probes), counts: countsOf(probes), probes, matrix: [...matrixOf(probes)] },
    integrity: [{ id: 'note', severity: 'note', message: 'No table has row-level security.' }],
    cleanUp: { made: 1, removed: 1, left: [], filesLeft: 0, canaryUnchanged: true },
    notProbed: [{ id: 'time', reason: 'left out' }],
  };
}

const reports = {
  'without a failure': reportOf(Array.from({ length: 60 }, () => 'pass')),
  'with many failures': reportOf(
    Array.from({ length: 60 }, (_, at) => (['fail', 'inconclusive', 'pass'] as const)[at % 3] ?? 'fail'),
  ),
};

describeUnless(whyNoBrowser, 'the page of an isolation report', () => {
  const folder = mkdtempSync(join(tmpdir(), 'report-page-'));
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test.each(
    Object.entries(reports).flatMap(([name, report]) =>
      (['light', 'dark'] as const).map((scheme) => [name, scheme, report] as const),
    ),
  )(
    '%s is free of what axe finds, in %s, and opens its probes without a script',
    async (_, scheme, report) => {
      const file = join(folder, 'report.html');
      writeFileSync(file, await isolationPage(report));
      const page = await browser.newPage({ colorScheme: scheme, bypassCSP: false });
      await page.goto(pathToFileURL(file).href);
      expect(await axeFindings(page)).toEqual([]);
      await page.getByRole('link', { name: /read of employers/ }).click();
      await page.getByRole('heading', { name: /^employers: / }).waitFor();
      await page.close();
    },
  );
});
