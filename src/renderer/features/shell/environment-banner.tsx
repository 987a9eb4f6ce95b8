import { Menu } from '@mantine/core';
import {
  IconAlertOctagon,
  IconBox,
  IconChevronDown,
  IconFlask,
  IconPlugConnected,
} from '@tabler/icons-react';
import type { Environment } from '../../../shared/model/connection.ts';
import { useConnections } from './connection-context.tsx';
import classes from './environment-banner.module.css';
import { useIdentity } from './identity-context.ts';

const faces = {
  sandbox: { word: 'Sandbox', icon: IconBox },
  staging: { word: 'Staging', icon: IconFlask },
  production: { word: 'Production', icon: IconAlertOctagon },
} as const satisfies Record<Environment, unknown>;

/** Which environment this is and whose key signs, in a strip that cannot be missed. */
export function EnvironmentBanner() {
  const { shown } = useConnections();
  const { name, email, keyId, roles } = useIdentity();
  const { word, icon: Icon } = shown
    ? faces[shown.environment]
    : { word: 'No environment', icon: IconPlugConnected };
  return (
    <header
      className={classes['banner']}
      data-environment={shown?.environment}
      aria-label="Environment and identity"
    >
      <Icon size={16} aria-hidden />
      <strong className={classes['word']}>{word}</strong>
      {shown && <ConnectionMenu />}
      <span className={classes['who']}>
        Signed by <strong>{name ?? email ?? 'this workstation'}</strong> · {roles.join(', ')} ·{' '}
        <span className="mono" title={keyId}>
          {keyId.slice(0, 8)}
        </span>
      </span>
    </header>
  );
}

/** Where this is; with more than one connection, the way to another. */
function ConnectionMenu() {
  const { all, shown, choose } = useConnections();
  if (shown === undefined) return null;
  const where = `${shown.name} · ${shown.host}:${shown.port}/${shown.database}`;
  if (all.length < 2) return <span className={classes['where']}>{where}</span>;
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <button
          type="button"
          className={classes['switch']}
          aria-label={`Connection ${where}; choose another`}
        >
          <span className={classes['where']}>{where}</span>
          <IconChevronDown size={13} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>New work goes to</Menu.Label>
        {all.map(({ name, environment }) => (
          <Menu.Item key={name} onClick={() => choose(name)}>
            {name} · {environment}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
