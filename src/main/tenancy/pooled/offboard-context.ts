import type { StepContext } from '../../engine/step.ts';
import type { ErasureInput, OffboardInput } from './offboard-input.ts';
import type { PooledPorts } from './pooled-context.ts';

export type OffboardContext = StepContext<OffboardInput, PooledPorts>;

/** What the steps need that take the people out: also those of an erasure that is done again. */
export type ErasureContext = StepContext<ErasureInput, PooledPorts>;
