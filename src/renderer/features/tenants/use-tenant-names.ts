import { useMemo } from 'react';
import { searchTenants } from '../../../shared/contract/tenants.contract.ts';
import { useCall } from '../../client/use-call.ts';

/** Legal names of the newest tenants, for lists that only know ids. Undefined for who is not among them or was shredded. */
export function useTenantNames(): (tenantId: string) => string | undefined {
  const { data } = useCall(searchTenants, { limit: 200 }, { keep: true, fresh: 30 });
  return useMemo(() => {
    const named = data?.tenants.filter(({ legalName }) => legalName !== '') ?? [];
    const names = new Map(named.map(({ tenantId, legalName }) => [tenantId, legalName]));
    return (tenantId) => names.get(tenantId);
  }, [data]);
}

/** The legal name of one tenant, however old it is. */
export function useTenantName(tenantId: string | undefined): string | undefined {
  const { data } = useCall(
    searchTenants,
    tenantId === undefined ? undefined : { query: tenantId, limit: 5 },
    { fresh: 30 },
  );
  const found = data?.tenants.find((tenant) => tenant.tenantId === tenantId);
  return found === undefined || found.legalName === '' ? undefined : found.legalName;
}
