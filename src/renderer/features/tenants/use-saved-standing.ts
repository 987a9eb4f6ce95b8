import { useState } from 'react';
import { tenantStandings, type TenantStanding } from '../../../shared/contract/tenants.contract.ts';
import { roles } from '../../../shared/model/role.ts';
import { useIdentity } from '../shell/identity-context.ts';

/** Which tenants are looked at, remembered for each role: what one works on all day need not be chosen every day. */
export function useSavedStanding(): readonly [TenantStanding, (standing: TenantStanding) => void] {
  const own = useIdentity().roles;
  const place = `tenants-standing-${roles.find((role) => own.includes(role)) ?? 'none'}`;
  const [standing, setStanding] = useState(() => readStanding(localStorage.getItem(place)));
  const save = (next: TenantStanding) => {
    localStorage.setItem(place, next);
    setStanding(next);
  };
  return [standing, save];
}

const readStanding = (saved: string | null): TenantStanding =>
  tenantStandings.find((standing) => standing === saved) ?? 'all';
