import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  redirect,
} from '@tanstack/react-router';
import { ApprovalsPage } from './features/approvals/approvals-page.tsx';
import { IsolationPage } from './features/isolation/isolation-page.tsx';
import { LedgerPage } from './features/ledger/ledger-page.tsx';
import { OffboardPage } from './features/offboard/offboard-page.tsx';
import { OverviewPage } from './features/overview/overview-page.tsx';
import { ProvisionPage } from './features/provision/provision-page.tsx';
import { ReconcilePage } from './features/reconcile/reconcile-page.tsx';
import { RegisterPage } from './features/register/register-page.tsx';
import { RunPage } from './features/run/run-page.tsx';
import { RunsPage } from './features/run/runs-page.tsx';
import { SettingsPage } from './features/settings/settings-page.tsx';
import { AppFrame } from './features/shell/app-frame.tsx';
import { LostPage } from './features/shell/lost-page.tsx';
import { TenantPage } from './features/tenant/tenant-page.tsx';
import { TenantsPage } from './features/tenants/tenants-page.tsx';

const root = createRootRoute({ component: AppFrame, notFoundComponent: LostPage });

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;
const optional = <Key extends string, Value>(
  key: Key,
  value: Value | undefined,
): Partial<Record<Key, Value>> =>
  value === undefined ? {} : ({ [key]: value } as Partial<Record<Key, Value>>);

const routes = [
  createRoute({ getParentRoute: () => root, path: '/', component: OverviewPage }),
  createRoute({
    getParentRoute: () => root,
    path: '/tenants',
    component: TenantsPage,
    validateSearch: ({ query }: Record<string, unknown>) => optional('query', text(query)),
  }),
  createRoute({ getParentRoute: () => root, path: '/tenants/$tenantId', component: TenantPage }),
  createRoute({
    getParentRoute: () => root,
    path: '/provision',
    component: ProvisionPage,
    validateSearch: ({ draft }: Record<string, unknown>) => optional('draft', text(draft)),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/offboard',
    component: OffboardPage,
    validateSearch: ({ tenant }: Record<string, unknown>) => optional('tenant', text(tenant)),
  }),
  createRoute({ getParentRoute: () => root, path: '/approvals', component: ApprovalsPage }),
  createRoute({
    getParentRoute: () => root,
    path: '/register',
    component: RegisterPage,
    validateSearch: ({ run }: Record<string, unknown>) => optional('run', text(run)),
  }),
  createRoute({ getParentRoute: () => root, path: '/reconcile', component: ReconcilePage }),
  createRoute({ getParentRoute: () => root, path: '/isolation/$digest', component: IsolationPage }),
  createRoute({ getParentRoute: () => root, path: '/runs', component: RunsPage }),
  createRoute({ getParentRoute: () => root, path: '/runs/$runId', component: RunPage }),
  createRoute({
    getParentRoute: () => root,
    path: '/ledger',
    component: LedgerPage,
    validateSearch: ({ entry, verify }: Record<string, unknown>) => ({
      ...optional('entry', typeof entry === 'number' && entry >= 0 ? entry : undefined),
      ...optional('verify', verify === true ? true : undefined),
    }),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/settings',
    beforeLoad: () => {
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- the router's own way to redirect
      throw redirect({ to: '/settings/$section', params: { section: 'connections' } });
    },
  }),
  createRoute({ getParentRoute: () => root, path: '/settings/$section', component: SettingsPage }),
] as const;

/** Addresses stand behind the hash, so that they work from `app://` as well as from the loopback host. */
export const router = createRouter({
  routeTree: root.addChildren(routes),
  history: createHashHistory(),
  defaultPreload: false,
  scrollRestoration: false,
});

declare module '@tanstack/react-router' {
  // eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- the library merges this interface
  interface Register {
    router: typeof router;
  }
}
