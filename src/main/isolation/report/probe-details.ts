import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import { requestText, responseText } from '../../../shared/model/exchange-text.ts';
import { owaspItems } from '../../../shared/model/isolation-family.ts';
import type { ProbeResult } from '../../../shared/model/isolation-report.ts';

/** One probe, folded: the verdict and what it is about; inside, what was expected, asked and answered. */
export const probeDetails = (probe: ProbeResult): HtmlEscapedString | Promise<HtmlEscapedString> =>
  html`<details>
    <summary><b class="${probe.verdict}">${probe.verdict}</b>${probe.title} <code>${probe.id}</code></summary>
    <div>
      <dl class="facts">
        <dt>As</dt>
        <dd>${probe.actor}</dd>
        <dt>Expected</dt>
        <dd>${probe.expectation}</dd>
        <dt>Found</dt>
        <dd>${probe.reason}</dd>
        ${
          probe.evidence.length === 0
            ? ''
            : html`<dt>Evidence</dt>
                <dd><code>${probe.evidence.join(' ')}</code></dd>`
        }
        <dt>OWASP API</dt>
        <dd>${probe.owasp} ${owaspItems[probe.owasp]}</dd>
      </dl>
      ${probe.request === undefined ? '' : html`<pre>${requestText(probe.request)}</pre>`}
      ${probe.response === undefined ? '' : html`<pre>${responseText(probe.response)}</pre>`}
    </div>
  </details>`;
