import { z } from 'zod';
import { OperatorError } from '../../src/shared/errors/operator-error.ts';
import { withPlan } from '../../src/main/engine/make-plan.ts';
import { openRun } from '../../src/main/engine/open-run.ts';
import { RunSecrets } from '../../src/main/engine/run-secrets.ts';
import type { EngineDeps, RunSession } from '../../src/main/engine/run-session.ts';
import { defineRunbook } from '../../src/main/engine/runbook.ts';
import { automaticStep, humanStep, type AnyStep, type Observed } from '../../src/main/engine/step.ts';
import { ManualClock } from '../fakes/manual-clock.ts';
import { MemoryLog } from '../fakes/memory-log.ts';
import { SeededIds } from '../fakes/seeded-ids.ts';

/** A world of named things, and what goes wrong with it next. */
export type World = {
  readonly things: Map<string, string>;
  /** Called inside each effect, after it happened when `late`. */
  trouble: (where: string) => void;
};

export type Ports = { readonly world: World };
export type Input = { readonly who: string };

const made = z.object({ thing: z.string() });

/** Puts one thing into the world, owned by the run; sees one of another owner as foreign. */
export const putThing = (id: string): AnyStep<Input, Ports> =>
  automaticStep<Input, Ports, z.infer<typeof made>>({
    id,
    title: `Put ${id}`,
    receipt: made,
    observe: ({ ports, run }): Promise<Observed<{ thing: string }>> => {
      ports.world.trouble(`observe ${id}`);
      const owner = ports.world.things.get(id);
      if (owner === undefined) return Promise.resolve({ state: 'absent' });
      if (owner !== run.runId) return Promise.resolve({ state: 'foreign', details: {} });
      return Promise.resolve({ state: 'present', receipt: { thing: id } });
    },
    plan: () => [{ verb: 'insert', object: id, count: 1, statements: [] }],
    undo: {
      says: `Take ${id} away`,
      run: ({ ports }, receipt) => {
        ports.world.trouble(`undo ${id}`);
        if (receipt) ports.world.things.delete(receipt.thing);
        return Promise.resolve();
      },
    },
    apply: ({ ports, run }) => {
      ports.world.trouble(`before ${id}`);
      ports.world.things.set(id, run.runId);
      ports.world.trouble(`after ${id}`);
      return Promise.resolve({ thing: id });
    },
  });

const said = z.object({ yes: z.boolean() });

/** Waits for a person who says yes. */
export const askPerson = (id: string): AnyStep<Input, Ports> =>
  humanStep<Input, Ports, { yes: boolean }, { yes: boolean }>({
    id,
    title: `Ask ${id}`,
    kind: 'attest',
    receipt: said,
    answer: said,
    observe: () => Promise.resolve({ state: 'absent' }),
    plan: () => [],
    undo: { none: 'words cannot be taken back' },
    prompt: () => Promise.resolve({ title: 'Sure?', text: 'Say yes.', defaults: { yes: true } }),
    apply: (_ctx, answer) => Promise.resolve(answer),
  });

export type Rehearsal = {
  readonly log: MemoryLog;
  readonly world: World;
  /** A fresh process looking at the same run: nothing is carried over but the log and the world. */
  readonly session: () => RunSession<Input, Ports>;
};

/** A runbook of these steps over any log, and the way to work on a run of it. */
export function sessionOn(deps: EngineDeps, steps: readonly AnyStep<Input, Ports>[]) {
  const world: World = { things: new Map(), trouble: () => undefined };
  const runbook = defineRunbook<Input, Ports>({
    id: 'test.run',
    version: 1,
    title: 'Test',
    input: z.object({ who: z.string() }),
    steps,
  });
  const where = { tenantId: 'tenant', connection: 'sandbox', salt: '00' };
  const opening = { ...where, environment: 'sandbox', input: { who: 'me' } };
  const environment = { environment: 'sandbox', fingerprint: 'f', schemaDigest: 's' } as const;
  const { signal } = new AbortController();
  const fixed = {
    ...opening,
    deps,
    runbook,
    environment,
    signal,
    ports: { world },
    onProgress: () => undefined,
  };
  const session = (runId: string): RunSession<Input, Ports> =>
    withPlan({ ...fixed, runId, secrets: new RunSecrets() });
  return { deps, runbook, opening, world, session };
}

/** Opens a run of these steps on an empty world. */
export async function rehearse(...steps: readonly AnyStep<Input, Ports>[]): Promise<Rehearsal> {
  const log = new MemoryLog();
  const run = sessionOn({ log, clock: new ManualClock(), ids: new SeededIds('engine') }, steps);
  const runId = await openRun(run.deps, run.runbook, run.opening);
  return { log, world: run.world, session: () => run.session(runId) };
}

/** Throws once, when the engine comes by this place. */
export function throwAt(
  world: World,
  where: string,
  error: Error = new OperatorError('E_COMMIT_IN_DOUBT'),
): void {
  let thrown = false;
  world.trouble = (here) => {
    if (here !== where || thrown) return;
    thrown = true;
    throw error;
  };
}
