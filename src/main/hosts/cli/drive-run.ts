import { revealSecret, resumeRun } from '../../../shared/contract/runs.contract.ts';
import { hasCode, isOperatorError, OperatorError } from '../../../shared/errors/operator-error.ts';
import type { JsonObject } from '../../../shared/model/json.ts';
import type { RunView } from '../../../shared/model/run.ts';
import { Secret } from '../../../shared/model/secret.ts';
import type { Prompt } from '../../../shared/model/step.ts';
import { askDecision, knownAnswers } from './prompts/answer-prompt.ts';
import type { Ask } from './prompts/ask.ts';
import type { Session } from './session.ts';
import { errorText } from './views/error-text.ts';
import { promptText } from './views/prompt-text.ts';

/** Answers that were given beforehand, on the command line or in a file. */
export type PreparedAnswers = {
  readonly answers: Readonly<Record<string, JsonObject>>;
  /** Confirm what a prompt proposes. */
  readonly yes: boolean;
  /** The tenant's name, typed, for prompts that ask for it. */
  readonly confirmName?: string | undefined;
};

/**
 * Takes a run on, answering what it asks from what was prepared, else from the person at the terminal, until it ends or
 * nobody can answer. A prepared answer is given once: a step that asks again asks a person.
 */
export async function driveRun(
  session: Session,
  opened: RunView,
  prepared: PreparedAnswers,
): Promise<RunView> {
  const given = new Set<string>();
  let run = opened;
  for (;;) {
    session.live.learn(run);
    const { runId, prompt } = run;
    if (run.state !== 'waiting' || prompt === undefined) return run;
    const ready = given.has(prompt.stepId) ? undefined : preparedAnswer(prompt, prepared);
    given.add(prompt.stepId);
    const next =
      ready === undefined
        ? await askPerson(session, runId, prompt)
        : await answer(session, runId, prompt, ready);
    if (next === undefined) return run;
    await showLink(session, runId, prompt);
    run = next;
  }
}

async function answer(
  { console }: Session,
  runId: string,
  { stepId }: Prompt,
  value: JsonObject,
): Promise<RunView> {
  try {
    return await console.call(resumeRun, { runId, answer: { stepId, value } });
  } catch (error) {
    throw isOperatorError(error) ? aboutRun(runId, error) : error;
  }
}

/** The same failure, naming the run that is open now: whoever reads it has to know what to resume. */
function aboutRun(runId: string, error: OperatorError): OperatorError {
  const { code, message, details, cause } = error;
  const stopped = `The run stopped at a safe point; \`tenantctl runs resume ${runId}\` goes on.`;
  return new OperatorError(code, {
    message: code === 'E_CANCELLED' ? stopped : message,
    details: { ...details, runId },
    cause,
  });
}

/** What was prepared for this prompt; undefined when a person has to be asked. */
export function preparedAnswer(
  prompt: Prompt,
  { answers, yes, confirmName }: PreparedAnswers,
): JsonObject | undefined {
  const named = answers[prompt.stepId];
  if (named !== undefined) return named;
  const { defaults } = prompt;
  if (defaults !== undefined) return yes ? defaults : undefined;
  const fields = prompt.schema['properties'] as JsonObject | undefined;
  if (confirmName === undefined || fields?.['confirmName'] === undefined) return undefined;
  return { ...knownAnswers(prompt), confirmName };
}

/** The run after a person's answer; undefined when they leave it waiting, or when nobody is there. */
async function askPerson(session: Session, runId: string, prompt: Prompt): Promise<RunView | undefined> {
  const { ask, printer } = session;
  if (ask === undefined) return undefined;
  printer.aside((paint) => promptText(prompt, paint));
  for (;;) {
    const decision = await askDecision(ask, prompt);
    if (decision === 'stop') return undefined;
    if (decision === 'reveal') await showSecret(session, ask, runId, prompt);
    else {
      const next = await tryAnswer(session, runId, prompt, decision.answer);
      if (next !== undefined) return next;
    }
  }
}

/** An answer of the wrong form changes nothing: the person sees what is wrong with it and answers again. */
async function tryAnswer(
  session: Session,
  runId: string,
  prompt: Prompt,
  value: JsonObject,
): Promise<RunView | undefined> {
  try {
    return await answer(session, runId, prompt, value);
  } catch (error) {
    if (!hasCode(error, 'E_INVALID_INPUT')) throw error;
    session.printer.aside((paint) => errorText(error.toJSON(), paint));
    return undefined;
  }
}

async function showSecret({ console }: Session, ask: Ask, runId: string, { stepId }: Prompt): Promise<void> {
  const { secret, shownForSeconds } = await console.call(revealSecret, { runId, stepId });
  await ask.reveal(new Secret(secret), shownForSeconds);
}

/** A share's link is known to this process alone, so it is shown as soon as it is there. Most channels have none. */
async function showLink({ console, ask, printer }: Session, runId: string, prompt: Prompt): Promise<void> {
  if (ask === undefined || prompt.kind !== 'hand-over') return;
  try {
    const { secret, shownForSeconds } = await console.call(revealSecret, { runId, stepId: prompt.stepId });
    printer.aside((paint) => paint('bold', 'The link for the recipient:'));
    await ask.reveal(new Secret(secret), shownForSeconds);
  } catch (error) {
    if (!hasCode(error, 'E_NOTHING_TO_REVEAL')) throw error;
  }
}
