import type { VerifyReport } from '../../../shared/model/verify-report.ts';
import { Pill } from '../../components/pill.tsx';

/** The verdict in one word. */
export const VerdictPill = ({ report }: { readonly report: VerifyReport }) => (
  <Pill tone={report.ok ? 'good' : 'bad'} dot>
    {report.ok ? 'Verified' : 'Tampered with'}
  </Pill>
);
