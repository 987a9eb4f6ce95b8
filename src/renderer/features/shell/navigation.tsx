import { Kbd } from '@mantine/core';
import { spotlight } from '@mantine/spotlight';
import {
  IconArchive,
  IconBinaryTree2,
  IconBuildingBank,
  IconHome2,
  IconListCheck,
  IconLogout2,
  IconPlayerPlay,
  IconSearch,
  IconSettings,
  IconSignature,
  IconZoomScan,
  type TablerIcon,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { listApprovals } from '../../../shared/contract/approvals.contract.ts';
import { previewOffboarding } from '../../../shared/contract/offboard.contract.ts';
import { scanOrphans } from '../../../shared/contract/reconcile.contract.ts';
import { listRegister } from '../../../shared/contract/register.contract.ts';
import { showOverview } from '../../../shared/contract/overview.contract.ts';
import { startProvisioning } from '../../../shared/contract/runs.contract.ts';
import { useCall } from '../../client/use-call.ts';
import { useMay } from './identity-context.ts';
import { commandKey } from './command-key.ts';
import classes from './navigation.module.css';

type Place = {
  readonly to:
    | '/'
    | '/tenants'
    | '/provision'
    | '/offboard'
    | '/runs'
    | '/approvals'
    | '/register'
    | '/reconcile'
    | '/ledger'
    | '/settings';
  readonly word: string;
};

const places: readonly (Place & { readonly icon: TablerIcon })[] = [
  { to: '/', word: 'Overview', icon: IconHome2 },
  { to: '/tenants', word: 'Tenants', icon: IconBuildingBank },
  { to: '/provision', word: 'Provision', icon: IconPlayerPlay },
  { to: '/offboard', word: 'Off-board', icon: IconLogout2 },
  { to: '/runs', word: 'Runs', icon: IconListCheck },
  { to: '/approvals', word: 'Approvals', icon: IconSignature },
  { to: '/register', word: 'Register', icon: IconArchive },
  { to: '/reconcile', word: 'Reconcile', icon: IconZoomScan },
  { to: '/ledger', word: 'Ledger', icon: IconBinaryTree2 },
  { to: '/settings', word: 'Settings', icon: IconSettings },
];

/** The screens there are, for whoever may use them. */
export function Navigation() {
  const hidden = [
    ...(useMay(startProvisioning) ? [] : ['/provision']),
    ...(useMay(previewOffboarding) ? [] : ['/offboard']),
    ...(useMay(listApprovals) ? [] : ['/approvals']),
    ...(useMay(listRegister) ? [] : ['/register']),
    ...(useMay(scanOrphans) ? [] : ['/reconcile']),
  ];
  const { data: overview } = useCall(showOverview, {});
  const waiting = overview?.attention.length ?? 0;
  return (
    <nav className={classes['nav']} aria-label="Screens">
      <button type="button" className={classes['search']} onClick={() => spotlight.open()}>
        <IconSearch size={15} aria-hidden />
        <span className={classes['word']}>Search or act</span>
        <Kbd size="xs" className={classes['key']}>
          {commandKey} K
        </Kbd>
      </button>
      <ul>
        {places
          .filter(({ to }) => !hidden.includes(to))
          .map(({ to, word, icon: Icon }) => (
            <li key={to}>
              <Link to={to} className={classes['place']} activeOptions={{ exact: to === '/' }} title={word}>
                <Icon size={17} stroke={1.7} aria-hidden />
                <span className={classes['word']}>{word}</span>
                {to === '/' && waiting > 0 && (
                  <span className={classes['count']} aria-label={`${waiting} need you`}>
                    {waiting}
                  </span>
                )}
              </Link>
            </li>
          ))}
      </ul>
    </nav>
  );
}
