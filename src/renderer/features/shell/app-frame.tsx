import { Outlet } from '@tanstack/react-router';
import classes from './app-frame.module.css';
import { CommandPalette } from './command-palette.tsx';
import { ConnectionScope } from './connection-context.tsx';
import { EnvironmentBanner } from './environment-banner.tsx';
import { IdentityGate } from './identity-gate.tsx';
import { LiveUpdates } from './live-updates.tsx';
import { Navigation } from './navigation.tsx';

/** What stands around every screen. */
export const AppFrame = () => (
  <IdentityGate>
    <ConnectionScope>
      <LiveUpdates />
      <a href="#main" className={classes['skip']} onClick={skip}>
        Skip to the content
      </a>
      <div className={classes['frame']}>
        <EnvironmentBanner />
        <Navigation />
        <main id="main" tabIndex={-1} className={classes['main']}>
          <Outlet />
        </main>
      </div>
      <CommandPalette />
    </ConnectionScope>
  </IdentityGate>
);

/** The hash of the address belongs to the router, so the link moves the focus itself. */
function skip(event: React.MouseEvent): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}
