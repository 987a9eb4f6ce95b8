import { isOperatorError } from '../../../shared/errors/operator-error.ts';
import { readPointer } from '../../../shared/model/portal-template.ts';
import type { PortalRequest, PortalResponse } from '../../ports/portal.port.ts';
import { filled } from '../families/requests.ts';
import { fail, inconclusive, pass, type Finding } from '../oracle/finding.ts';
import type { ProbeMeta } from '../probe.ts';
import { resultOf } from './results.ts';
import { reasonOf } from './run-probe.ts';
import { eyesOf, placesOf, type Stage } from './stage.ts';
import { freshValues, type Making } from './test-data.ts';

const MAIL_POLL_MS = 250;

const metaOf = (resource: string, what: string, title: string): ProbeMeta => ({
  id: `function.${resource}.${what}`,
  family: 'function',
  resource,
  title,
  owasp: 'API9:2023',
  actor: 'tenant',
});

/** Whether the tenant could make one of each: the checks that P12 lists, and the ground of every other probe. */
export function reportMakings(stage: Stage, makings: readonly Making[]): void {
  for (const { resource, id, request, response, code } of makings) {
    const finding =
      id !== undefined
        ? pass(`status ${String(response?.status)}`)
        : response === undefined
          ? inconclusive(code ?? 'not asked')
          : judgeRefusal(response.status);
    const meta = metaOf(resource.name, 'create', `Can create ${resource.name}`);
    stage.results.push(resultOf(stage, meta, finding, { expectation: 'made', request, response }));
  }
}

const judgeRefusal = (status: number): Finding =>
  status >= 500 || status === 429 || (status >= 300 && status < 400)
    ? inconclusive(`status ${status}`)
    : fail(`status ${status}, and nothing was made`);

/** The assistant has to answer with words, not only with a status. */
export async function checkAssistant(stage: Stage): Promise<void> {
  const { assistant } = stage.profile;
  if (assistant === undefined) return;
  const meta = metaOf('assistant', 'answers', 'The compliance assistant answers');
  const request = filled(assistant, freshValues(stage, 'tenant'));
  const expectation = 'an answer in words';
  try {
    const response = await stage.asking.ask('tenant', request);
    const answer = readPointer(response.json, assistant.answer);
    const speaks = response.status < 300 && typeof answer === 'string' && answer.trim() !== '';
    const strangers = await seenBy(stage, request, response);
    const finding =
      strangers.length > 0
        ? fail('answers from what is not its own', strangers)
        : speaks
          ? pass(`${answer.length} characters`)
          : judgeRefusal(response.status);
    stage.results.push(resultOf(stage, meta, finding, { expectation, request, response }));
  } catch (error) {
    if (!isOperatorError(error)) throw error;
    stage.results.push(
      resultOf(stage, meta, inconclusive(reasonOf(error.code, error.message)), { expectation, request }),
    );
  }
}

const seenBy = (stage: Stage, request: PortalRequest, response: PortalResponse) =>
  stage.sight.strangers(eyesOf(stage, 'tenant'), request, response, placesOf(stage, 'portal'));

/** The mail that a test enrolment sets off has to reach the mail service. Waited for while everything else goes on. */
export function expectMail(stage: Stage, makings: readonly Making[]): () => Promise<void> {
  const addressed = makings.filter(
    ({ request, email, id }) => id !== undefined && JSON.stringify(request.body ?? '').includes(email),
  );
  const finding = awaitMail(
    stage,
    addressed.map(({ email }) => email),
  );
  return async () => {
    const meta = metaOf('portal', 'e-mail', 'The enrolment e-mail arrives');
    stage.results.push(resultOf(stage, meta, await finding, { expectation: 'known to the mail service' }));
  };
}

async function awaitMail(stage: Stage, addresses: readonly string[]): Promise<Finding> {
  const { ports, limits } = stage;
  if (addresses.length === 0) return inconclusive('nobody was enrolled');
  try {
    const mail = await ports.mail();
    const until = ports.clock.monotonicMs() + limits.patienceMs;
    for (;;) {
      for (const address of addresses) {
        const [found] = await mail.sentTo(address);
        if (found !== undefined)
          return await judgeMail(stage, (await mail.wordsOf(found.id)) ?? found.subject);
      }
      if (ports.clock.monotonicMs() >= until) return fail(`none within ${limits.patienceMs / 1000} s`);
      await ports.clock.sleep(MAIL_POLL_MS, ports.signal);
    }
  } catch (error) {
    return inconclusive(isOperatorError(error) ? reasonOf(error.code, error.message) : 'interrupted');
  }
}

/** A mail is an answer as well: nothing in it may be another tenant's. */
async function judgeMail(stage: Stage, text: string): Promise<Finding> {
  const answer = { status: 200, headers: {}, text, ms: 0, truncated: false };
  const strangers = await seenBy(stage, { method: 'POST', path: '/' }, answer);
  return strangers.length > 0
    ? fail('it says what is another tenant’s', strangers)
    : pass('known to the mail service');
}
