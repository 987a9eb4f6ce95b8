import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { OperatorError } from '../../../shared/errors/operator-error.ts';
import { families } from '../../../shared/model/isolation-family.ts';
import type { LeakRange, OpenLeakRange } from '../../ports/leak-range.port.ts';
import type { RunningSandbox } from '../../ports/sandbox.port.ts';
import { sandboxProcess, type SandboxProcess } from './sandbox-process.adapter.ts';

const leakCards = z.array(
  z.object({
    id: z.string(),
    title: z.string(),
    description: z.string(),
    family: z.enum(families),
    subtle: z.boolean(),
  }),
);
const portalCard = z.object({ id: z.string(), url: z.url() });

/** Sandboxes in folders of their own below the home, driven by their control API. */
export const leakRanges =
  (process: SandboxProcess): OpenLeakRange =>
  async (variant) => {
    const home = join(process.home, 'selftest', variant);
    const sandbox = sandboxProcess({ ...process, home });
    await sandbox.reset();
    const running = await sandbox.start({ variant });
    return {
      ...rangeOver(running),
      close: async () => {
        await sandbox.reset();
        await rm(home, { recursive: true, force: true });
      },
    };
  };

function rangeOver(running: RunningSandbox): Omit<LeakRange, 'close'> {
  return {
    sandbox: running,
    leaks: async () => leakCards.parse(await ask(running, 'GET', 'leaks')),
    open: async (settings) => {
      const { id, url } = portalCard.parse(await ask(running, 'POST', 'portals', settings));
      return {
        url,
        close: async () => {
          await ask(running, 'DELETE', `portals/${id}`);
        },
      };
    },
  };
}

const CONTROL_MS = 30_000;

async function ask(
  { control, secrets }: RunningSandbox,
  method: string,
  path: string,
  body?: unknown,
): Promise<unknown> {
  try {
    const response = await fetch(`${control.url}/control/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${secrets.controlToken.reveal()}`,
        'content-type': 'application/json',
      },
      signal: AbortSignal.timeout(CONTROL_MS),
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (response.ok) return response.status === 204 ? undefined : await response.json();
    throw new OperatorError('E_SANDBOX_CONTROL', { details: { status: response.status, path } });
  } catch (cause) {
    if (cause instanceof OperatorError) throw cause;
    throw new OperatorError('E_SANDBOX_CONTROL', { details: { path }, cause });
  }
}
