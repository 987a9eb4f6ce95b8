import { createHash } from 'node:crypto';
import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import { families, familyTitles } from '../../../shared/model/isolation-family.ts';
import type { IsolationReport, MatrixCell, ProbeResult } from '../../../shared/model/isolation-report.ts';
import { pageStyle } from './page-style.ts';
import { probeDetails } from './probe-details.ts';

type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** The style is let in by its hash; nothing else is let in at all. */
const policy = `default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-${createHash('sha256').update(pageStyle).digest('base64')}'`;

/**
 * An isolation report on one page that stands alone: HTML without a script, light and dark. Each cell of the matrix opens its
 * probes. It holds what the report holds: no personal data.
 */
export async function isolationPage(report: IsolationReport): Promise<string> {
  const page = await html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="content-security-policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Isolation of ${report.tenantId}: ${report.verdict}</title>
        ${raw(`<style>${pageStyle}</style>`)}
      </head>
      <body>
        <main>${summary(report)} ${open(report)} ${matrix(report)} ${cells(report)} ${ends(report)}</main>
      </body>
    </html> `;
  return page.toString();
}

const verdicts = {
  pass: 'Isolated: every probe passed',
  fail: 'Not isolated: probes failed',
  inconclusive: 'Not decided: some questions stayed open, which is no pass',
} as const;

function summary(report: IsolationReport): Html {
  const { counts, tenantId, canaryTenantId, portal, startedAt, ms, verdict, stopped, detector } = report;
  return html`<header>
    <h1>Isolation of tenant <code>${tenantId}</code></h1>
    <p class="verdict ${verdict}">${verdicts[verdict]}</p>
    ${stopped === undefined ? '' : html`<p>The suite stopped early: ${stopped.message} (${stopped.code})</p>`}
    <dl class="facts">
      <dt>Probes</dt>
      <dd>
        ${counts.probes}: ${counts.passed} passed, ${counts.failed} failed, ${counts.inconclusive}
        inconclusive
      </dd>
      <dt>Against</dt>
      <dd>canary tenant <code>${canaryTenantId}</code>, never a customer</dd>
      <dt>Portal</dt>
      <dd>${portal.origin} (profile ${portal.profile})</dd>
      <dt>When</dt>
      <dd>${startedAt}, ${(ms / 1000).toFixed(1)} s</dd>
      <dt>The detector itself</dt>
      <dd>
        ${
          detector === undefined
            ? 'not tested on this console yet: tenantctl isolation selftest'
            : `finds ${detector.detected} of ${detector.mutants} planted leaks, ${detector.falseAlarms} false alarms in ${detector.cleanRuns} clean runs (${detector.at})`
        }
      </dd>
    </dl>
  </header>`;
}

/** What a reader has to see first. */
function open({ probes }: IsolationReport): Html {
  const pending = probes.filter(({ verdict }) => verdict !== 'pass');
  if (pending.length === 0) return html`<p>Nothing is open.</p>`;
  const first = pending.toSorted((a, b) => a.verdict.localeCompare(b.verdict)).slice(0, FIRST);
  return html`<h2>What did not pass</h2>
    ${first.map(probeDetails)}
    ${pending.length > FIRST ? html`<p class="dim">${pending.length - FIRST} more stand behind the cells below.</p>` : ''}`;
}

const FIRST = 25;

const cellId = ({ resource, family }: Pick<MatrixCell, 'resource' | 'family'>): string =>
  `${family}.${resource}`;

function matrix({ matrix: all, probes }: IsolationReport): Html {
  const resources = [...new Set(probes.map(({ resource }) => resource))];
  const used = families.filter((family) => all.some((cell) => cell.family === family));
  const cellOf = (resource: string, family: string) =>
    all.find((cell) => cell.resource === resource && cell.family === family);
  return html`<h2>Resource by family</h2>
    <div class="scroll" tabindex="0" role="region" aria-label="Matrix of resources and families">
      <table>
        <thead>
          <tr>
            <th scope="col">Resource</th>
            ${used.map((family) => html`<th scope="col" title="${familyTitles[family]}">${family}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${resources.map(
            (resource) =>
              html`<tr>
                <th scope="row">${resource}</th>
                ${used.map((family) => html`<td>${cell(cellOf(resource, family))}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}

/** Words besides the colour: how many passed of all, and a mark for what did not. */
function cell(found: MatrixCell | undefined): Html | string {
  if (found === undefined) return '';
  const { verdict, passed, probes, failed, inconclusive, family, resource } = found;
  const mark = verdict === 'pass' ? '✓' : verdict === 'fail' ? '✗' : '?';
  const label = `${mark} ${passed}/${probes}, ${family} of ${resource}: ${passed} of ${probes} passed, ${failed} failed, ${inconclusive} inconclusive`;
  return html`<a class="${verdict}" href="#${cellId(found)}" aria-label="${label}"
    >${mark} ${passed}/${probes}</a
  >`;
}

function cells({ matrix: all, probes }: IsolationReport): Html {
  const groups = Map.groupBy(probes, cellId);
  return html`${all.map(
    (one) =>
      html`<section class="cell" id="${cellId(one)}" aria-label="${cellId(one)}">
        <h2>${one.resource}: ${familyTitles[one.family]}</h2>
        ${(groups.get(cellId(one)) ?? []).map((probe: ProbeResult) => probeDetails(probe))}
      </section>`,
  )}`;
}

function ends({ integrity, cleanUp, notProbed }: IsolationReport): Html {
  const { made, removed, left, filesLeft, canaryUnchanged } = cleanUp;
  return html`<h2>Clean-up, by the database</h2>
    <p>
      ${removed} of ${made} test objects removed, ${left.length} left, ${filesLeft} files left; the canary is
      ${canaryUnchanged ? 'as it was' : 'not as it was'}.
    </p>
    <h2>The database’s own rules</h2>
    <ul>
      ${integrity.map(({ severity, message }) => html`<li>${severity === 'fault' ? 'Fault' : 'Note'}: ${message}</li>`)}
    </ul>
    ${
      notProbed.length === 0
        ? ''
        : html`<h2>Not probed</h2>
            <ul>
              ${notProbed.map(({ id, reason }) => html`<li><code>${id}</code>: ${reason}</li>`)}
            </ul>`
    }`;
}
