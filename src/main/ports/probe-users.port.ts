import type { Secret } from '../../shared/model/secret.ts';

/** A user that exists for the length of one check. */
export type ProbeUser = {
  readonly id: string;
  readonly email: string;
  readonly tenantId: string;
  readonly role: string;
  /** The one object that a bound role sees, by the resource it is of. */
  readonly boundTo?: { readonly resource: string; readonly id: string | number } | undefined;
};

export type FoundProbeUser = Pick<ProbeUser, 'id' | 'email' | 'tenantId'>;

/** Address of every probe user (RFC 2606: no mail ever leaves for it). What ends otherwise is never touched. */
export const PROBE_DOMAIN = 'probe.invalid';

/**
 * Users that the isolation suite signs in with. Only users at `PROBE_DOMAIN` are ever changed or removed.
 *
 * Errors: those of `TenantDatabase`.
 */
export type ProbeUsers = {
  newId(): string;
  /** All of them or none, with one password. */
  create(users: readonly ProbeUser[], password: Secret): Promise<void>;
  /** Takes the user's access away as an off-boarding would (P17). */
  disable(id: string): Promise<void>;
  /** Gives probe users that an earlier check left a new password, so that their test data can be removed. */
  resetPassword(ids: readonly string[], password: Secret): Promise<void>;
  /** Removes them; answers how many there were. */
  remove(ids: readonly string[]): Promise<number>;
  /** Probe users of these tenants, whoever made them. */
  find(tenantIds: readonly string[]): Promise<readonly FoundProbeUser[]>;
};
