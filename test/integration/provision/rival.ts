// One console as a process of its own: rival.ts HOME. Reads a JSON command a line, answers with a JSON outcome a line.
import { createInterface } from 'node:readline';
import { openConsole } from '../../../src/main/compose.ts';
import { resumeRun, startProvisioning } from '../../../src/shared/contract/runs.contract.ts';
import { isOperatorError } from '../../../src/shared/errors/operator-error.ts';
import type { JsonObject } from '../../../src/shared/model/json.ts';
import type { RunView } from '../../../src/shared/model/run.ts';

/** Opens a run and goes as far as the plan, or answers what a run waits for. */
export type RivalCommand =
  | { readonly intake: JsonObject }
  | { readonly runId: string; readonly stepId: string; readonly value: JsonObject };

export type RivalOutcome = { readonly run: RunView } | { readonly code: string };

const console = await openConsole({ home: process.argv[2]!, allowThrowAway: true });

const say = (outcome: RivalOutcome | { readonly ready: true }) =>
  process.stdout.write(`${JSON.stringify(outcome)}\n`);

async function obey(command: RivalCommand): Promise<RivalOutcome> {
  try {
    if ('intake' in command) return { run: await asFarAsThePlan(command.intake) };
    const { runId, stepId, value } = command;
    return { run: await console.call(resumeRun, { runId, answer: { stepId, value } }) };
  } catch (error) {
    if (isOperatorError(error)) return { code: error.code };
    throw error;
  }
}

async function asFarAsThePlan(intake: JsonObject): Promise<RunView> {
  const { runId, prompt } = await console.call(startProvisioning, { connection: 'here', intake });
  const value = prompt?.defaults ?? {};
  return console.call(resumeRun, { runId, answer: { stepId: 'attest-checklist', value } });
}

say({ ready: true });
for await (const line of createInterface(process.stdin)) say(await obey(JSON.parse(line) as RivalCommand));
await console.close();
