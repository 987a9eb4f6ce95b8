import { openConsole, type Console } from '../../src/main/compose.ts';
import { addConnection, listConnections } from '../../src/shared/contract/connections.contract.ts';
import { createIdentity } from '../../src/shared/contract/identity.contract.ts';
import { resumeRun, startProvisioning } from '../../src/shared/contract/runs.contract.ts';
import { startSandbox } from '../../src/shared/contract/sandbox.contract.ts';
import type { JsonObject } from '../../src/shared/model/json.ts';
import type { RunView } from '../../src/shared/model/run.ts';
import type { Prompt } from '../../src/shared/model/step.ts';
import { writeQuickProfile } from './write-quick-profile.ts';

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
  await startQuickSandbox(console);
}

/** Starts the sandbox under a portal profile that makes the check of isolation in a provisioning a short one. */
export async function startQuickSandbox(console: Console): Promise<void> {
  await console.call(startSandbox, { tenants: 3 });
  await shortenCheck(console);
}

/** Makes the check of isolation in a provisioning on the sandbox a short one from now on. */
export async function shortenCheck(console: Console): Promise<void> {
  const known = await console.call(listConnections, {});
  const connection = known.map((each) => each.connection).find(({ name }) => name === 'sandbox');
  if (connection?.portal === undefined) throw new Error('The sandbox has no connection.');
  const portal = { ...connection.portal, profile: writeQuickProfile(console.home) };
  await console.call(addConnection, { connection: { ...connection, portal } });
}

type Answers = Readonly<Record<string, (prompt: Prompt) => JsonObject>>;

const answers: Answers = {
  'approve-plan': ({ data }) => ({ digest: data?.['digest'] ?? '' }),
  'pooled.hand-over': () => ({ channel: 'manual', note: 'Read out on the phone, identity checked' }),
};

type Caller = Pick<Console, 'call'>;

/** Provisions a tenant by calls alone, up to the step where it is told to stop. */
export async function provision(console: Caller, intake: JsonObject, stopAt?: string): Promise<RunView> {
  return answerAll(console, await console.call(startProvisioning, { connection: 'sandbox', intake }), stopAt);
}

/** Answers what a run asks, up to the step where it is told to stop. */
export async function answerAll(console: Caller, from: RunView, stopAt?: string): Promise<RunView> {
  let run = from;
  for (let asked = 0; run.prompt !== undefined && run.prompt.stepId !== stopAt && asked < 10; asked += 1) {
    const { stepId, defaults } = run.prompt;
    const value = answers[stepId]?.(run.prompt) ?? defaults ?? {};
    run = await console.call(resumeRun, { runId: run.runId, answer: { stepId, value } });
  }
  return run;
}
