import { z } from 'zod';
import { environments } from '../../shared/model/connection.ts';
import type { EnvironmentFacts } from '../../shared/model/environment.ts';
import { automaticStep, type AutomaticStep } from '../engine/step.ts';

const receipt = z.object({
  environment: z.enum(environments),
  fingerprint: z.string(),
  schemaDigest: z.string(),
});
type Receipt = z.infer<typeof receipt>;

type Ports = { readonly proveEnvironment: (loan?: 'may-have-loan') => Promise<EnvironmentFacts> };

/**
 * Proves which environment this is before anything else (P5): what the server says of itself must be what was pinned when
 * the connection was first met. Errors: `E_ENVIRONMENT_MISMATCH`, `E_ROLE_ON_LOAN` unless the run is one that privileges are lent
 * for, and what a connection can fail with.
 */
export const proveEnvironment = <Input, P extends Ports>(
  loan?: 'may-have-loan',
): AutomaticStep<Input, P, Receipt> =>
  automaticStep({
    id: 'prove-environment',
    title: 'Prove which environment this is',
    about:
      'Asks the server itself who it is and compares that with what it said when the connection was first met, so that nobody works in production by mistake.',
    receipt,
    observe: () => Promise.resolve({ state: 'absent' }),
    plan: () => [{ verb: 'read', object: 'environment fingerprint', count: 1, statements: [] }],
    undo: { none: 'a look changes nothing' },
    apply: ({ ports }) => ports.proveEnvironment(loan),
  });
