import { OperatorError } from '../../../shared/errors/operator-error.ts';
import type { Secret } from '../../../shared/model/secret.ts';
import type { PortalResponse } from '../../ports/portal.port.ts';
import type { DatabasePorts } from './database-context.ts';

/** What the platform itself is asked, over HTTP: how a provisioning stands (source 4), and to let somebody in. */
export const platformPaths = {
  job: (jobId: string): string => `/platform/jobs/${encodeURIComponent(jobId)}`,
  firstSignIn: '/first-sign-in',
} as const;

/** Where the secret store keeps the key of the platform's admin API. */
export const ADMIN_API_SECRET = 'platform-admin-api';

/** Asks the admin API. Errors: `E_ADMIN_CONN_UNRESOLVED`, `E_PORTAL_NOT_CONFIGURED`, those of the portal. */
export async function askAdminApi(ports: DatabasePorts, path: string): Promise<PortalResponse> {
  const key = await (await ports.secrets()).get(ADMIN_API_SECRET);
  if (key === undefined)
    throw new OperatorError('E_ADMIN_CONN_UNRESOLVED', { details: { secret: ADMIN_API_SECRET } });
  const headers = { authorization: `Bearer ${key.value.reveal()}` };
  return ports.portal().request('anonymous', { method: 'GET', path, headers });
}

type Door = { readonly tenant: string; readonly token: Secret; readonly password?: Secret };

/** Knocks with an invitation's token, and with the new password when there is one. */
export const knock = (ports: DatabasePorts, { tenant, token, password }: Door): Promise<PortalResponse> =>
  ports.portal().request('anonymous', {
    method: 'POST',
    path: platformPaths.firstSignIn,
    body: { tenant, token: token.reveal(), ...(password && { password: password.reveal() }) },
  });
