import { OperatorError } from '../../../shared/errors/operator-error.ts';
import type { OpenLeakRange } from '../../ports/leak-range.port.ts';
import type { Sandbox, SandboxPlatform } from '../../ports/sandbox.port.ts';

/** For a console that was installed without one: it is always stopped. Errors: `E_SANDBOX_NOT_CARRIED` when it is to start. */
export const noSandbox: Sandbox = {
  start: () => Promise.reject(new OperatorError('E_SANDBOX_NOT_CARRIED')),
  stop: () => Promise.resolve(),
  status: () => Promise.resolve({ state: 'stopped' }),
  reset: () => Promise.resolve(),
};

/** The same for the platform of database-per-tenant. */
export const noPlatform: SandboxPlatform = {
  start: () => Promise.reject(new OperatorError('E_SANDBOX_NOT_CARRIED')),
  stop: () => Promise.resolve(),
  status: () => Promise.resolve(undefined),
  reset: () => Promise.resolve(),
};

/** The same for trying the detector. */
export const noLeakRange: OpenLeakRange = () => Promise.reject(new OperatorError('E_SANDBOX_NOT_CARRIED'));
