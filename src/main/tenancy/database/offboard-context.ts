import type { StepContext } from '../../engine/step.ts';
import type { DatabasePorts } from './database-context.ts';
import type { OffboardInput } from './offboard-input.ts';

export type OffboardContext = StepContext<OffboardInput, DatabasePorts>;
