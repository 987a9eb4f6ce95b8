import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Page } from '../../components/page.tsx';
import { LostPage } from '../shell/lost-page.tsx';
import { AppearanceSettings } from './appearance-settings.tsx';
import { ConnectionsSettings } from './connections-settings.tsx';
import { IdentitySettings } from './identity-settings.tsx';
import { PolicySettings } from './policy-settings.tsx';
import { SandboxSettings } from './sandbox-settings.tsx';
import classes from './settings.module.css';
import { StatementsSettings } from './statements-settings.tsx';

type Section = {
  readonly id: string;
  readonly word: string;
  readonly about: string;
  readonly body: () => ReactNode;
};

const sections: readonly Section[] = [
  {
    id: 'connections',
    word: 'Connections',
    about: 'Named ways to deployments. Passwords rest in the keychain and nowhere else.',
    body: ConnectionsSettings,
  },
  {
    id: 'sandbox',
    word: 'Sandbox',
    about: 'A whole deployment on this machine, to rehearse on.',
    body: SandboxSettings,
  },
  {
    id: 'identity',
    word: 'Identity and keys',
    about: 'Whose key signs on this workstation.',
    body: IdentitySettings,
  },
  {
    id: 'policy',
    word: 'Policy and roles',
    about: 'Who may do what; every change is signed.',
    body: PolicySettings,
  },
  {
    id: 'statements',
    word: 'SQL statements',
    about: 'The closed catalogue: everything the console may ever run, with its limits.',
    body: StatementsSettings,
  },
  {
    id: 'appearance',
    word: 'Appearance',
    about: 'How the console looks on this machine.',
    body: AppearanceSettings,
  },
];

/** What is set once and looked at rarely. */
export function SettingsPage() {
  const { section: wanted } = useParams({ from: '/settings/$section' });
  const section = sections.find(({ id }) => id === wanted);
  if (section === undefined) return <LostPage />;
  const { word, about, body: Body } = section;
  return (
    <div className={classes['split']}>
      <nav className={classes['nav']} aria-label="Settings">
        {sections.map(({ id, word: each }) => (
          <Link key={id} to="/settings/$section" params={{ section: id }} className={classes['place']}>
            {each}
          </Link>
        ))}
      </nav>
      <Page key={section.id} title={word} about={about}>
        <Body />
      </Page>
    </div>
  );
}
