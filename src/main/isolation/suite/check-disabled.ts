import { isOperatorError } from '../../../shared/errors/operator-error.ts';
import type { ProbeUser } from '../../ports/probe-users.port.ts';
import { fail, inconclusive, pass, type Finding } from '../oracle/finding.ts';
import type { ProbeMeta } from '../probe.ts';
import { resultOf } from './results.ts';
import { reasonOf } from './run-probe.ts';
import type { Stage } from './stage.ts';

const meta: ProbeMeta = {
  id: 'session.portal.sign-in-disabled',
  family: 'session',
  resource: 'portal',
  title: 'A user whose access was taken away signs in again',
  owasp: 'API2:2023',
  actor: 'disabled',
};

/** Whoever was disabled does not get a new session (P17). */
export async function checkDisabledSignIn(stage: Stage, user: ProbeUser): Promise<void> {
  stage.results.push(resultOf(stage, meta, await signInAgain(stage, user), { expectation: 'refused' }));
}

async function signInAgain({ ports, target, asking }: Stage, { email }: ProbeUser): Promise<Finding> {
  try {
    const again = await asking.within((limits) =>
      ports.portal.signIn({ email, password: target.password }, limits),
    );
    return again.ok ? fail('a new session was given') : pass(`status ${again.status}`);
  } catch (error) {
    if (!isOperatorError(error)) throw error;
    // A session that is given and then of no use does not get as far as saying who it is.
    if (error.code === 'E_PORTAL_BAD_ANSWER' && error.details['status'] === 401)
      return pass('a session that is refused at once');
    return inconclusive(reasonOf(error.code, error.message));
  }
}
