import { readPointer } from '../../../shared/model/portal-template.ts';
import type { PortalProfile } from '../../../shared/model/portal-profile.ts';
import type { PortalResponse } from '../../ports/portal.port.ts';
import type { Expectation, Total } from '../probe.ts';
import { fail, inconclusive, pass, type Finding } from './finding.ts';
import { differences, signatureOf } from './signature.ts';

/** What a judge goes by beside the answer itself. */
export type Circumstances = {
  readonly denial: PortalProfile['denial'];
  /** What was seen of others in the answer. */
  readonly strangers: readonly string[];
  /** Answers to the control questions about what does not exist. */
  readonly controls: readonly PortalResponse[];
  /** How many rows of each entity the database counts, where the answer tells a number. */
  readonly counted?: ReadonlyMap<string, number>;
  readonly isHead: boolean;
};

/** Trouble on the way: the portal never got round to the question. */
const trouble: Readonly<Record<number, string>> = {
  408: 'the portal timed out',
  425: 'the portal asks to come later',
  429: 'the portal limits the rate',
};

/** Holds an answer against what was expected (P11, P21). What kept the question from being answered is never a pass. */
export function judge(expect: Expectation, answer: PortalResponse, facts: Circumstances): Finding {
  if (facts.strangers.length > 0)
    return fail(`${statusOf(answer)} shows what is not its own`, facts.strangers);
  const { status } = answer;
  if (status >= 500) return inconclusive(`the portal broke: ${statusOf(answer)}`);
  if (status >= 300 && status < 400) return inconclusive(`the portal leads elsewhere: ${statusOf(answer)}`);
  if (trouble[status] !== undefined) return inconclusive(`${trouble[status]}: ${statusOf(answer)}`);
  if (status < 200) return inconclusive(statusOf(answer));
  return judgements[expect.kind](expect as never, answer, facts);
}

const statusOf = ({ status }: PortalResponse): string => `status ${status}`;

type Judgement<Kind extends Expectation['kind']> = (
  expect: Extract<Expectation, { kind: Kind }>,
  answer: PortalResponse,
  facts: Circumstances,
) => Finding;

const judgements: { readonly [Kind in Expectation['kind']]: Judgement<Kind> } = {
  denied: ({ envelope = '', control }, answer, facts) => {
    if (answer.status >= 400) return pass(statusOf(answer));
    if (facts.isHead) return judgeHead(answer, facts.controls, control?.method === 'GET');
    const unreadable = unreadableReason(answer);
    if (unreadable !== undefined) return inconclusive(unreadable);
    if (!facts.denial.emptyIsDenial) return fail(`${statusOf(answer)} is no denial here`);
    return isNothing(answer, envelope)
      ? pass(`${statusOf(answer)} without data`)
      : fail(`${statusOf(answer)} with data`);
  },

  'own-rows': ({ totals = [], forbidden = [], empty }, answer, { counted }) => {
    if (answer.status >= 400) return pass(statusOf(answer));
    const unreadable = unreadableReason(answer);
    if (unreadable !== undefined) return inconclusive(unreadable);
    const seen = forbidden.filter((id) => answer.text.includes(id));
    if (seen.length > 0) return fail('shows rows beyond its bounds', seen);
    if (empty !== undefined && !isNothing(answer, empty)) return fail('not empty, though the tenant is new');
    return judgeTotals(totals, answer, counted);
  },

  'no-session': (_expect, answer, { denial: { noSession, statuses } }) => {
    if (noSession.includes(answer.status)) return pass(statusOf(answer));
    if (answer.status >= 400 && statuses.includes(answer.status)) return pass(statusOf(answer));
    if (answer.status >= 400)
      return inconclusive(`refused, but not for want of a session: ${statusOf(answer)}`);
    return fail(`${statusOf(answer)} without a session that counts`);
  },

  'like-missing': (_expect, answer, { controls }) => {
    const [one, two] = controls.map(signatureOf);
    if (one === undefined || two === undefined) return inconclusive('the control was not answered');
    const told = differences(signatureOf(answer), [one, two]);
    return told.length === 0
      ? pass(`${statusOf(answer)}, as for what does not exist`)
      : fail(`differs from what does not exist in ${told.join(', ')}`);
  },

  'as-fast-as-missing': () => inconclusive('not measured'),

  answered: ({ contains }, answer) =>
    answer.status < 300 && answer.text.includes(contains)
      ? pass(statusOf(answer))
      : fail(`${statusOf(answer)} without its own object`),
};

/** Numbers name nobody, and tell of others all the same: each has to be what the database counts. */
function judgeTotals(
  totals: readonly Total[],
  answer: PortalResponse,
  counted: Circumstances['counted'] = new Map(),
): Finding {
  const told = totals.flatMap(({ pointer, entity }) => {
    const number = readPointer(answer.json, pointer);
    const rows = counted.get(entity);
    return typeof number === 'number' && rows !== undefined ? [{ entity, number, rows }] : [];
  });
  const wrong = told.find(({ number, rows }) => number !== rows);
  if (wrong !== undefined) return fail(`tells ${wrong.number} ${wrong.entity} where it has ${wrong.rows}`);
  const [first] = told;
  return pass(first === undefined ? statusOf(answer) : `${statusOf(answer)}, ${told.length} counts hold`);
}

/** A HEAD shows no body: it denies when it answers as the control does. A GET may tell a length where its HEAD tells none. */
function judgeHead(answer: PortalResponse, controls: readonly PortalResponse[], asGet: boolean): Finding {
  const [control] = controls;
  if (control === undefined) return inconclusive('no control for a HEAD that succeeds');
  const [told, expected] = [answer, control].map(({ headers }) => headers['content-length']);
  const same = control.status === answer.status && (told === expected || (asGet && told === undefined));
  return same ? pass(`${statusOf(answer)}, as the control`) : fail(`${statusOf(answer)} to a HEAD`);
}

/** Why a success says nothing; undefined when it can be read. */
function unreadableReason({ truncated, text, json, headers }: PortalResponse): string | undefined {
  if (truncated) return 'the answer is larger than what is read of it';
  if (text.trim() === '' || json !== undefined) return undefined;
  return `the answer is no JSON but ${headers['content-type'] ?? 'of no type'}`;
}

function isNothing({ json, text }: PortalResponse, envelope: string): boolean {
  if (text.trim() === '') return true;
  const value = readPointer(json, envelope);
  if (value === undefined || value === null) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
