import { html } from 'hono/html';
import type { CertificateReport } from '../../shared/model/certificate.ts';

const style = `
  :root { color-scheme: light dark; --line: light-dark(#d7dbe0, #3a4048); --dim: light-dark(#57606a, #9aa4af); }
  body { font: 16px/1.55 system-ui, sans-serif; max-width: 46rem; margin: 3rem auto; padding: 0 1.25rem; }
  h1 { font-size: 1.5rem; margin-bottom: .25rem; } h2 { font-size: 1.05rem; margin-top: 2rem; }
  .verdict { font-weight: 600; padding: .6rem .9rem; border-radius: .5rem; border: 1px solid; }
  .holds { color: light-dark(#116329, #6bc46d); } .fails { color: light-dark(#a40e26, #ff7b72); }
  dl { display: grid; grid-template-columns: 10rem 1fr; gap: .35rem 1rem; } dt { color: var(--dim); } dd { margin: 0; }
  code, dd { overflow-wrap: anywhere; } code { font: .875em ui-monospace, monospace; }
  ul { list-style: none; padding: 0; } li { border-top: 1px solid var(--line); padding: .5rem 0; }
  p.note { color: var(--dim); }
  @page { margin: 14mm; }
  @media print {
    :root { color-scheme: light; } body { font-size: 11px; line-height: 1.4; max-width: none; margin: 0; padding: 0; }
    dl { gap: .15rem 1rem; } h2 { margin-top: 1rem; } li { padding: .2rem 0; break-inside: avoid; }
  }
`;

/**
 * A certificate on one page of plain language: HTML that stands alone, without a script. It explains what was checked; the
 * proof is the certificate file, not this page.
 */
export async function certificatePage({ valid, checks, says }: CertificateReport): Promise<string> {
  const verdict = valid ? 'This certificate holds.' : 'This certificate does not hold.';
  const page = await html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <meta name="viewport" content="width=device-width" />
        <title>Certificate ${says?.runId ?? ''}</title>
        <style>
          ${style}
        </style>
      </head>
      <body>
        <h1>${says === undefined ? 'Certificate' : titleOf(says)}</h1>
        <p class="verdict ${valid ? 'holds' : 'fails'}">${verdict}</p>
        ${says === undefined ? '' : facts(says)} ${says === undefined ? '' : deeds(says)}
        <h2>What was checked</h2>
        <ul>
          ${checks.map(
            ({ holds, title, words }) =>
              html`<li>
                <b class="${holds ? 'holds' : 'fails'}">${holds ? 'Yes' : 'No'}</b> · ${title}<br />${words}
              </li>`,
          )}
        </ul>
        ${says === undefined ? '' : checklist(says)}
        <p class="note">
          The certificate holds no personal data. It can be checked again at any time, without a network, with
          <code>tenantctl certificate verify FILE</code>. This page only explains; the file is the proof.
        </p>
      </body>
    </html> `;
  return page.toString();
}

type Says = NonNullable<CertificateReport['says']>;

const runbooks: Readonly<Record<string, string>> = {
  provision: 'Provisioning',
  verify: 'Check of the isolation',
  repair: 'Repair of orphans',
  offboard: 'Off-boarding',
  'erase-again': 'Repeated erasure',
  purge: 'Final purge',
};

const titleOf = ({ runbook, tenantId }: Says): string =>
  `${runbooks[runbook.split('.').at(-1) ?? ''] ?? runbook} of tenant ${tenantId}`;

/** To the minute, in UTC. */
const instant = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;

function deeds({ deeds: sentences }: Says) {
  if (sentences.length === 0) return '';
  return html`<h2>What was done</h2>
    <ul>
      ${sentences.map((sentence) => html`<li>${sentence}</li>`)}
    </ul>`;
}

function facts({
  runId,
  environment,
  operator,
  outcome,
  openedAt,
  endedAt,
  planDigest,
  approvals,
  log,
}: Says) {
  const rows: readonly (readonly [string, string])[] = [
    ['Outcome', `${outcome} on ${instant(endedAt)}`],
    ['Begun', instant(openedAt)],
    ['Environment', environment],
    ['Run', runId],
    ['Operator’s key', operator],
    ['Approved plan', planDigest === '' ? 'none' : `SHA-256 ${planDigest}`],
    [
      'Approved by',
      approvals.map(({ keyId, offices }) => [keyId, ...offices].join(' ')).join('; ') || 'the operator',
    ],
    ['Log', `${log.origin}, ${log.entries} entries proven`],
  ];
  return html`<dl>
    ${rows.map(
      ([name, value]) =>
        html`<dt>${name}</dt>
          <dd>${value}</dd>`,
    )}
  </dl>`;
}

function checklist({ checklist: items }: Says) {
  if (items.length === 0) return '';
  return html`<h2>Checklist</h2>
    <ul>
      ${items.map(({ title, verdict, note }) => html`<li><b>${verdict}</b> · ${title}<br />${note}</li>`)}
    </ul>`;
}
