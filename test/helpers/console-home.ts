import { openConsole, type Console } from '../../src/main/compose.ts';
import { createIdentity } from '../../src/shared/contract/identity.contract.ts';
import { resumeRun, startProvisioning } from '../../src/shared/contract/runs.contract.ts';
import { startSandbox } from '../../src/shared/contract/sandbox.contract.ts';
import type { JsonObject } from '../../src/shared/model/json.ts';
import type { RunView } from '../../src/shared/model/run.ts';
import type { Prompt } from '../../src/shared/model/step.ts';

/** The operator of these homes. */
export const operator = { name: 'Aoife Byrne', email: 'aoife.byrne@example.com' } as const;

/** Works on a home without a host, the way a second process of it does. */
export async function inHome<T>(home: string, work: (console: Console) => Promise<T>): Promise<T> {
  const console = await openConsole({ home, allowThrowAway: true });
  try {
    return await work(console);
  } finally {
    await console.close();
  }
}

/** Names the operator and starts the sandbox: where a console stands after its first minute. */
export async function settle(console: Console): Promise<void> {
  await console.call(createIdentity, operator);
  await console.call(startSandbox, { tenants: 3 });
}

type Answers = Readonly<Record<string, (prompt: Prompt) => JsonObject>>;

const answers: Answers = {
  'approve-plan': ({ data }) => ({ digest: data?.['digest'] ?? '' }),
  'pooled.hand-over': () => ({ channel: 'manual', note: 'Read out on the phone, identity checked' }),
};

/** Provisions a tenant by calls alone, up to the step where it is told to stop. */
export async function provision(console: Console, intake: JsonObject, stopAt?: string): Promise<RunView> {
  let run = await console.call(startProvisioning, { connection: 'sandbox', intake });
  for (let asked = 0; run.prompt !== undefined && run.prompt.stepId !== stopAt && asked < 10; asked += 1) {
    const { stepId, defaults } = run.prompt;
    const value = answers[stepId]?.(run.prompt) ?? defaults ?? {};
    run = await console.call(resumeRun, { runId: run.runId, answer: { stepId, value } });
  }
  return run;
}
