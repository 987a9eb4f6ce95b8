import { requestText, responseText } from '../../../shared/model/exchange-text.ts';
import { owaspItems } from '../../../shared/model/isolation-family.ts';
import type { ProbeResult } from '../../../shared/model/isolation-report.ts';
import { Facts } from '../../components/facts.tsx';
import { VerdictPill } from '../run/checklist-table.tsx';
import classes from './isolation.module.css';

/** Probes, folded: the verdict and what it is about; inside, what was expected, asked and answered. */
export const ProbeList = ({ probes }: { readonly probes: readonly ProbeResult[] }) => (
  <div>
    {probes.map((probe) => (
      <details key={probe.id} className={classes['probe']}>
        <summary>
          <VerdictPill verdict={probe.verdict} />
          <span>
            {probe.title} <code className={classes['id']}>{probe.id}</code>
          </span>
        </summary>
        <ProbeFacts probe={probe} />
      </details>
    ))}
  </div>
);

const ProbeFacts = ({ probe }: { readonly probe: ProbeResult }) => (
  <div className={classes['inside']}>
    <Facts
      facts={[
        ['As', probe.actor],
        ['Expected', probe.expectation],
        ['Found', probe.reason],
        ['Evidence', probe.evidence.join(' ')],
        ['OWASP API', `${probe.owasp} ${owaspItems[probe.owasp]}`],
      ]}
    />
    {probe.request && <Exchange label="Request" text={requestText(probe.request)} />}
    {probe.response && <Exchange label="Response" text={responseText(probe.response)} />}
  </div>
);

const Exchange = ({ label, text }: { readonly label: string; readonly text: string }) => (
  <pre className={classes['exchange']} tabIndex={0} role="region" aria-label={label}>
    {text}
  </pre>
);
