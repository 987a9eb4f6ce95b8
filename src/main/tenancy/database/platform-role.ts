import type { Role } from '../../../shared/model/role.ts';
import type { RunPorts } from '../tenancy-model.ts';

/** The platform's roles (D14), the one that may do more first. */
export const platformRoles = ['PLATFORM_ADMIN', 'PLATFORM_SUPPORT', 'PLATFORM_READONLY'] as const;
export type PlatformRole = (typeof platformRoles)[number];

const roleOf: Readonly<Record<Role, PlatformRole>> = {
  superadmin: 'PLATFORM_ADMIN',
  support: 'PLATFORM_SUPPORT',
  approver: 'PLATFORM_READONLY',
  dpo: 'PLATFORM_READONLY',
};

/** What somebody who holds these roles in the console is to the platform; nobody may provision but a PLATFORM_ADMIN. */
export const platformRole = (roles: readonly Role[]): PlatformRole =>
  platformRoles.find((each) => roles.some((role) => roleOf[role] === each)) ?? 'PLATFORM_READONLY';

/** Of whoever opened a run, as the policy knows them. */
export const platformRoleOf = (
  { approvals }: Pick<RunPorts<unknown>, 'approvals'>,
  keyId: string,
): PlatformRole => platformRole(approvals.identities().find((each) => each.keyId === keyId)?.roles ?? []);
