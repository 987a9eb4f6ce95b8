import { isOperatorError } from '../../../shared/errors/operator-error.ts';
import type { CleanUpProof } from '../../../shared/model/isolation-report.ts';
import { cleanUp, type Actors, type Before } from './clean-up.ts';
import type { Stage } from './stage.ts';

/**
 * Removes the users that are bound to test objects, which holds those fast, and then the test data; administrators, who remove it,
 * stay. Where a bound user got to make something that in turn holds the user, that goes first. Errors: those of `cleanUp`.
 */
export async function cleanUpAround(
  stage: Stage,
  bound: readonly string[],
  actors: Actors,
  before?: Before,
): Promise<CleanUpProof> {
  const { users } = stage.ports;
  try {
    await users.remove(bound);
    return await cleanUp(stage, actors, before);
  } catch (error) {
    if (!isOperatorError(error) || error.code !== 'E_DB_CONSTRAINT') throw error;
    const { made } = await cleanUp(stage, actors, before);
    await users.remove(bound);
    const proof = await cleanUp(stage, actors, before);
    return { ...proof, made, removed: made - proof.left.length };
  }
}
