import { useMantineColorScheme } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { listApprovals } from '../../../shared/contract/approvals.contract.ts';
import { previewOffboarding } from '../../../shared/contract/offboard.contract.ts';
import { scanOrphans } from '../../../shared/contract/reconcile.contract.ts';
import { listRegister } from '../../../shared/contract/register.contract.ts';
import { showOverview } from '../../../shared/contract/overview.contract.ts';
import { verifyLedger } from '../../../shared/contract/ledger.contract.ts';
import { startProvisioning } from '../../../shared/contract/runs.contract.ts';
import { searchTenants } from '../../../shared/contract/tenants.contract.ts';
import { useCall } from '../../client/use-call.ts';
import { runbookWords, runWords } from '../run/run-words.ts';
import { useMay } from './identity-context.ts';

export type PaletteAction = {
  readonly id: string;
  readonly label: string;
  readonly about?: string;
  readonly act: () => void;
};
export type PaletteGroup = { readonly title: string; readonly actions: readonly PaletteAction[] };

/** Everything that can be done or gone to from anywhere, cut down to what `query` asks for. */
export function usePaletteGroups(query: string, opened: boolean): readonly PaletteGroup[] {
  const screens = useScreenActions();
  const runs = useRunActions();
  const tenants = useTenantActions(query, opened);
  const wanted = (action: PaletteAction) => matches(action, query);
  return [
    { title: 'Do', actions: screens.filter(wanted) },
    { title: 'Needs you', actions: runs.filter(wanted) },
    { title: 'Tenants', actions: tenants },
  ].filter(({ actions }) => actions.length > 0);
}

/** Every word of the query stands somewhere in what the action says. */
export function matches({ label, about = '' }: PaletteAction, query: string): boolean {
  const text = `${label} ${about}`.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function useScreenActions(): readonly PaletteAction[] {
  const go = useNavigate();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [mayOffboard, maySign, mayRegister] = [
    useMay(previewOffboarding),
    useMay(listApprovals),
    useMay(listRegister),
  ];
  const [mayProvision, mayVerify, mayScan] = [
    useMay(startProvisioning),
    useMay(verifyLedger),
    useMay(scanOrphans),
  ];
  const next = colorScheme === 'dark' ? 'light' : 'dark';
  return [
    ...(mayProvision
      ? [{ id: 'provision', label: 'Provision a tenant', act: () => void go({ to: '/provision' }) }]
      : []),
    { id: 'overview', label: 'Go to Overview', act: () => void go({ to: '/' }) },
    { id: 'tenants', label: 'Go to Tenants', act: () => void go({ to: '/tenants' }) },
    ...(mayOffboard
      ? [{ id: 'offboard', label: 'Off-board a tenant', act: () => void go({ to: '/offboard' }) }]
      : []),
    ...(maySign
      ? [{ id: 'approvals', label: 'Go to Approvals', act: () => void go({ to: '/approvals' }) }]
      : []),
    ...(mayRegister
      ? [{ id: 'register', label: 'Go to Register', act: () => void go({ to: '/register' }) }]
      : []),
    ...(mayScan
      ? [{ id: 'reconcile', label: 'Look for orphans', act: () => void go({ to: '/reconcile' }) }]
      : []),
    { id: 'runs', label: 'Go to Runs', act: () => void go({ to: '/runs' }) },
    { id: 'ledger', label: 'Go to Ledger', act: () => void go({ to: '/ledger' }) },
    ...(mayVerify
      ? [
          {
            id: 'verify',
            label: 'Verify the ledger',
            act: () => void go({ to: '/ledger', search: { verify: true } }),
          },
        ]
      : []),
    ...settingsPlaces.map(({ section, label }) => ({
      id: `settings-${section}`,
      label,
      act: () => void go({ to: '/settings/$section', params: { section } }),
    })),
    { id: 'scheme', label: `Use the ${next} colours`, act: () => setColorScheme(next) },
  ];
}

const settingsPlaces = [
  { section: 'connections', label: 'Settings: connections' },
  { section: 'identity', label: 'Settings: identity and keys' },
  { section: 'policy', label: 'Settings: policy and roles' },
  { section: 'sandbox', label: 'Settings: sandbox' },
  { section: 'statements', label: 'Settings: SQL statements' },
] as const;

function useRunActions(): readonly PaletteAction[] {
  const go = useNavigate();
  const { data } = useCall(showOverview, {});
  return (data?.attention ?? []).map(({ runId, runbook, tenantId, state }) => ({
    id: runId,
    label: `${runbookWords(runbook)}: ${tenantId}`,
    about: runWords[state].word,
    act: () => void go({ to: '/runs/$runId', params: { runId } }),
  }));
}

function useTenantActions(query: string, opened: boolean): readonly PaletteAction[] {
  const go = useNavigate();
  const [settled] = useDebouncedValue(query.trim(), 90);
  const asked = opened && settled.length > 0 ? { query: settled, limit: 8 } : undefined;
  const { data } = useCall(searchTenants, asked, { keep: true });
  if (asked === undefined) return [];
  return (data?.tenants ?? []).map(({ tenantId, legalName }) => ({
    id: tenantId,
    label: legalName || tenantId,
    about: tenantId,
    act: () => void go({ to: '/tenants/$tenantId', params: { tenantId } }),
  }));
}
