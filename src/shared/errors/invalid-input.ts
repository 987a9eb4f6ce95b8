import type { z } from 'zod';
import { OperatorError } from './operator-error.ts';

/** Names the fields and what is wrong with each; says nothing of their values. */
export function invalidInput(error: z.ZodError): OperatorError {
  const problems = error.issues.map((issue) => `${issue.path.join('.') || '(whole)'}: ${issue.message}`);
  return new OperatorError('E_INVALID_INPUT', { details: { problems } });
}
