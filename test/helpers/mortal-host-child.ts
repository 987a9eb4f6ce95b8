// A web host in a process of its own that kills itself at the place its parent names. Arguments: home, place.
import { resolve } from 'node:path';
import { openConsole } from '../../src/main/compose.ts';
import { startWebHost } from '../../src/main/hosts/web/web-host.ts';
import type { FailPoints } from '../../src/main/ports/fail-points.port.ts';

const [home = '', place = ''] = process.argv.slice(2);

/** SIGKILL to oneself does not return: no handler, no flush. */
const failPoints: FailPoints = {
  reach: (name, where = '') => {
    if (`${name} ${where}` === place) process.kill(process.pid, 'SIGKILL');
  },
};

const console = await openConsole({ home, allowThrowAway: true, failPoints });
const host = await startWebHost({ console, screens: resolve('out/renderer'), port: 0 });
process.send?.(host.address());
// Nobody is left to let it die once its parent is gone.
process.once('disconnect', () => process.exit());
