import type { StepContext } from '../../engine/step.ts';
import type { OffboardInput } from './offboard-input.ts';
import type { PooledPorts } from './pooled-context.ts';

export type OffboardContext = StepContext<OffboardInput, PooledPorts>;
