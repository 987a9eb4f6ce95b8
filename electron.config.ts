// How window, preload and screens are built: `npm run build`. The command line and the web host need no build of their own code.
import { globSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';

const root = import.meta.dirname;
const source = resolve(root, 'src');

/** Programs of their own, started by the name of their file: threads and child processes. They are built beside the main program. */
const startedByName = globSync('src/main/**/*{.worker,-child}.ts', { cwd: root });

/**
 * `new URL('./x.ts', import.meta.url)` names a file beside the source. Built, it is `./x.js` where that is one of the programs above, and
 * otherwise still the source: the sandbox, which is run by Node and is not part of the package.
 */
const namedFiles: Plugin = {
  name: 'named-files',
  transform: (code, id) =>
    code.replace(/new URL\((['"])(\.[^'"]+\.ts)\1, import\.meta\.url\)/g, (_match, _quote, path: string) => {
      const target = resolve(dirname(id), path);
      const isBuilt = startedByName.some((file) => resolve(root, file) === target);
      const builtFolder = resolve(root, 'out/main', relative(source, dirname(id)));
      const named = isBuilt ? path.replace(/\.ts$/, '.js') : relative(builtFolder, target);
      return `new URL(${JSON.stringify(named)}, import.meta.url)`;
    }),
};

export default defineConfig({
  main: {
    plugins: [namedFiles],
    build: {
      outDir: 'out/main',
      rolldownOptions: {
        input: ['src/main/index.ts', ...startedByName],
        output: {
          preserveModules: true,
          preserveModulesRoot: source,
          entryFileNames: '[name].js',
          format: 'es',
        },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      // A sandboxed preload is one file that may require nothing but electron.
      externalizeDeps: false,
      rolldownOptions: {
        input: 'src/preload/index.ts',
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    plugins: [react()],
    build: {
      outDir: resolve(root, 'out/renderer'),
      rolldownOptions: { input: resolve(source, 'renderer/index.html') },
      // The policy of the page forbids inline scripts, which the preload of modules would be.
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      minify: true,
      // One bundle: it is read from this machine, and every screen needs most of it.
      chunkSizeWarningLimit: 2000,
    },
  },
});
