// `npm run package -- [--linux] [--mac] [--win] [--dir]`: the window as installers in dist/. Fetches Electron's binary when it is not there.
import { parseArgs } from 'node:util';
import { build, Platform } from 'electron-builder';
import { buildConsole } from './build/build-console.ts';
import { packageConfig } from './package/package-config.ts';

const { values } = parseArgs({
  options: {
    linux: { type: 'boolean' },
    mac: { type: 'boolean' },
    win: { type: 'boolean' },
    /** Only the program's folder, no installer. */
    dir: { type: 'boolean' },
  },
});
const chosen = [
  ...(values.linux ? [Platform.LINUX] : []),
  ...(values.mac ? [Platform.MAC] : []),
  ...(values.win ? [Platform.WINDOWS] : []),
];

await buildConsole();
for (const platform of chosen.length > 0 ? chosen : [Platform.current()]) {
  const made = await build({
    config: packageConfig,
    targets: platform.createTarget(values.dir ? 'dir' : undefined),
    publish: 'never',
  });
  for (const file of made) console.log(file);
}
