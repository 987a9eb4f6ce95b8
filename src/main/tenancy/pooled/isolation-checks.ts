import type { CheckedItem } from '../../../shared/model/checklist.ts';
import type { Family } from '../../../shared/model/isolation-family.ts';
import type { IsolationReport, ProbeResult } from '../../../shared/model/isolation-report.ts';
import type { CheckId } from './post-provisioning-checklist.ts';

type Wanted = (probe: ProbeResult) => boolean;

const ofFamilies =
  (...families: readonly Family[]): Wanted =>
  ({ family }) =>
    families.includes(family);

const named =
  (id: string): Wanted =>
  (probe) =>
    probe.id === id;

/** Which probes answer which check of the paper (P13). `audit-trail` is proven by the transaction that makes the tenant. */
const probesOf: Readonly<Record<Exclude<CheckId, 'audit-trail'>, Wanted>> = {
  login: ofFamilies('clean-slate'),
  isolation: ofFamilies(
    'clean-slate',
    'read',
    'write',
    'tenant-anchor',
    'session',
    'role',
    'existence',
    'files',
    'integrity',
  ),
  'create-employer': named('function.employers.create'),
  'create-scheme': named('function.schemes.create'),
  'enrol-member': named('function.members.create'),
  assistant: named('function.assistant.answers'),
  'e-mail': named('function.portal.e-mail'),
  'audit-log': ofFamilies('audit'),
  'clean-up': ofFamilies('clean-up'),
};

/** The verdicts of the checklist that follow from the probes: one that is no pass decides, and is named. */
export const isolationChecks = ({ probes }: IsolationReport): Omit<CheckedItem, 'title'>[] =>
  Object.entries(probesOf).map(([id, wanted]) => ({ id, ...decide(probes.filter(wanted)) }));

function decide(answers: readonly ProbeResult[]): Pick<CheckedItem, 'verdict' | 'note'> {
  const open = answers.filter(({ verdict }) => verdict !== 'pass');
  const decisive = open.find(({ verdict }) => verdict === 'fail') ?? open[0];
  if (decisive !== undefined)
    return {
      verdict: decisive.verdict,
      note: `${decisive.id}: ${decisive.reason}; ${open.length} of ${answers.length} open`,
    };
  const [first] = answers;
  if (first === undefined) return { verdict: 'inconclusive', note: 'nothing was probed' };
  return {
    verdict: 'pass',
    note: answers.length === 1 ? `${first.id}: ${first.reason}` : `${answers.length} probes`,
  };
}
