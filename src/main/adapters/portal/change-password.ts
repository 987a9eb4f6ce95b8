import { OperatorError } from '../../../shared/errors/operator-error.ts';
import { fillBody } from '../../../shared/model/portal-template.ts';
import type { PortalProfile } from '../../../shared/model/portal-profile.ts';
import type { Secret } from '../../../shared/model/secret.ts';
import type { Ask } from './logged-in.ts';
import { badAnswer } from './portal-failure.ts';

type Change = { readonly current: Secret; readonly next: Secret };

/** Changes the signed-in user's own password as the profile says. Errors: `E_PORTAL_PASSWORD_REFUSED`, `E_PORTAL_BAD_ANSWER`. */
export async function changePassword(
  profile: PortalProfile,
  { current, next }: Change,
  ask: Ask,
): Promise<void> {
  const call = profile.passwordChange;
  if (call === undefined)
    throw new OperatorError('E_PORTAL_PASSWORD_REFUSED', {
      message: 'The portal profile has no password change.',
    });
  const body = fillBody(call.body, { current: current.reveal(), next: next.reveal() });
  const { status } = await ask({ method: call.method, path: call.path, body });
  if (call.refusal.includes(status))
    throw new OperatorError('E_PORTAL_PASSWORD_REFUSED', { details: { status } });
  if (status < 200 || status >= 300) throw badAnswer('a changed password', status);
}
