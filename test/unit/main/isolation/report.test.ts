import { describe, expect, test } from 'vitest';
import { countsOf, matrixOf, verdictOf } from '../../../../src/main/isolation/report/build-report.ts';
import { isolationPage } from '../../../../src/main/isolation/report/isolation-page.ts';
import { withControls } from '../../../../src/main/isolation/report/with-controls.ts';
import {
  isolationReport,
  type IsolationReport,
  type ProbeResult,
} from '../../../../src/shared/model/isolation-report.ts';

const result = (
  id: string,
  verdict: ProbeResult['verdict'],
  more: Partial<ProbeResult> = {},
): ProbeResult => {
  const [family = '', resource = ''] = id.split('.');
  return {
    id,
    family: family as ProbeResult['family'],
    resource,
    title: `Title of ${id}`,
    owasp: 'API1:2023',
    actor: 'tenant',
    expectation: 'denied',
    verdict,
    reason: 'status 404',
    evidence: [],
    ms: 1,
    ...more,
  };
};

describe('the verdict', () => {
  test('is a failure by one failure, open by one open question, and never a pass without probes', () => {
    const [pass, open, fail] = [
      result('read.a.x', 'pass'),
      result('read.a.y', 'inconclusive'),
      result('read.a.z', 'fail'),
    ];
    expect(verdictOf([pass, pass])).toBe('pass');
    expect(verdictOf([pass, open])).toBe('inconclusive');
    expect(verdictOf([open, fail, pass])).toBe('fail');
    expect(verdictOf([])).toBe('inconclusive');
    expect(countsOf([pass, open, fail])).toEqual({ probes: 3, passed: 1, failed: 1, inconclusive: 1 });
  });

  test('of a cell is that of its probes', () => {
    const cells = matrixOf([
      result('read.a.x', 'pass'),
      result('read.a.y', 'fail'),
      result('write.a.x', 'pass'),
    ]);
    expect(cells).toMatchObject([
      { resource: 'a', family: 'read', verdict: 'fail', probes: 2, passed: 1 },
      { resource: 'a', family: 'write', verdict: 'pass', probes: 1 },
    ]);
  });
});

describe('a denial', () => {
  test('proves nothing where the tenant’s own object is denied as well', () => {
    const results = [
      result('function.a.item', 'fail'),
      result('read.a.x', 'pass'),
      result('read.b.x', 'pass'),
      result('read.a.z', 'fail'),
    ];
    expect(withControls(results).map(({ verdict }) => verdict)).toEqual([
      'fail',
      'inconclusive',
      'pass',
      'fail',
    ]);
  });
});

describe('the page', () => {
  const report: IsolationReport = isolationReport.parse({
    format: 'tenant-console.isolation-report/v1',
    runId: 'run_1',
    tenantId: 'brk_<b>',
    canaryTenantId: 'brk_c',
    portal: { origin: 'https://portal.example', profile: 'Some' },
    startedAt: '2026-01-05T00:00:00.000Z',
    ms: 1234,
    verdict: 'fail',
    counts: { probes: 2, passed: 1, failed: 1, inconclusive: 0 },
    probes: [
      result('read.a.x', 'pass'),
      result('read.a.y', 'fail', {
        evidence: ['canary-<script>alert(1)</script>'],
        request: { method: 'GET', path: '/a?<img src=x>' },
        response: { status: 200, headers: {}, body: '</pre><script>', bytes: 3 },
      }),
    ],
    matrix: matrixOf([result('read.a.x', 'pass'), result('read.a.y', 'fail')]),
    integrity: [{ id: 'x', severity: 'note', message: 'A note.' }],
    cleanUp: { made: 1, removed: 1, left: [], filesLeft: 0, canaryUnchanged: true },
    notProbed: [],
  });

  test('stands alone: no script, nothing loaded, nothing of the portal taken for markup', async () => {
    const page = await isolationPage(report);
    expect(page).toContain('default-src &#39;none&#39;');
    expect(page).not.toMatch(/<(script|img|link|iframe|object)|url\(|@import/);
    expect(page).toContain('&lt;script&gt;');
  });

  test('opens a cell’s probes by its address', async () => {
    const page = await isolationPage(report);
    expect(page).toContain('href="#read.a"');
    expect(page).toContain('id="read.a"');
    expect(page).toContain('read of a: 1 of 2 passed');
  });
});
