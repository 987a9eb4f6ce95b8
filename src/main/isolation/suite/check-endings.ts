import { isOperatorError } from '../../../shared/errors/operator-error.ts';
import { Secret } from '../../../shared/model/secret.ts';
import type { ProbeUser } from '../../ports/probe-users.port.ts';
import { disabledProbes, outdatedProbes } from '../families/session.ts';
import type { Facts } from '../facts.ts';
import { fail, inconclusive, pass, type Finding } from '../oracle/finding.ts';
import type { ProbeMeta } from '../probe.ts';
import { resultOf } from './results.ts';
import { runLanes } from './run-lanes.ts';
import { reasonOf } from './run-probe.ts';
import type { Stage } from './stage.ts';

const signInMeta: ProbeMeta = {
  id: 'session.portal.sign-in-disabled',
  family: 'session',
  resource: 'portal',
  title: 'A user whose access was taken away signs in again',
  owasp: 'API2:2023',
  actor: 'disabled',
};

const changeMeta: ProbeMeta = {
  ...signInMeta,
  id: 'session.portal.password-change',
  title: 'A user changes their password',
  actor: 'outdated',
};

/**
 * What ends a session, tried on one user: another password ends those from before, and taking the access away ends all of them
 * and allows no new one (P17).
 */
export async function checkEndings(stage: Stage, facts: Facts, user: ProbeUser): Promise<void> {
  const password = await changePassword(stage, facts, user);
  await stage.ports.users.disable(user.id);
  await runLanes(stage, disabledProbes(stage.profile, facts));
  const finding =
    password === undefined
      ? inconclusive('it is not known which password holds')
      : await signInAgain(stage, user, password);
  stage.results.push(resultOf(stage, signInMeta, finding, { expectation: 'refused' }));
}

/** Answers with the password that holds afterwards, where that is known. */
async function changePassword(stage: Stage, facts: Facts, user: ProbeUser): Promise<Secret | undefined> {
  const { ports, target, profile, asking } = stage;
  const current = target.password;
  const next = new Secret(`${current.reveal()}-${Buffer.from(ports.ids.bytes(4)).toString('hex')}`);
  const session = asking.plays('disabled') ? asking.sessionOf('disabled') : 'anonymous';
  if (profile.passwordChange === undefined || session === 'anonymous') return current;
  try {
    await asking.within((limits) => ports.portal.changePassword(session, { current, next }, limits));
    stage.deeds.push({ actorId: user.id, what: 'password' });
    asking.play('outdated', session);
    await runLanes(stage, outdatedProbes(profile, facts));
    asking.dismiss('disabled');
    const again = await asking.within((limits) =>
      ports.portal.signIn({ email: user.email, password: next }, limits),
    );
    if (again.ok) asking.play('disabled', again.session);
    return next;
  } catch (error) {
    if (!isOperatorError(error)) throw error;
    const finding = inconclusive(reasonOf(error.code, error.message));
    stage.results.push(
      resultOf(stage, changeMeta, finding, { expectation: 'changed, and older sessions end' }),
    );
    return error.code === 'E_PORTAL_PASSWORD_REFUSED' ? current : undefined;
  }
}

/** Whoever was disabled does not get a new session. */
async function signInAgain(
  { ports, asking }: Stage,
  { email }: ProbeUser,
  password: Secret,
): Promise<Finding> {
  try {
    const again = await asking.within((limits) => ports.portal.signIn({ email, password }, limits));
    return again.ok ? fail('a new session was given') : pass(`status ${again.status}`);
  } catch (error) {
    if (!isOperatorError(error)) throw error;
    // A session that is given and then of no use does not get as far as saying who it is.
    if (error.code === 'E_PORTAL_BAD_ANSWER' && error.details['status'] === 401)
      return pass('a session that is refused at once');
    return inconclusive(reasonOf(error.code, error.message));
  }
}
