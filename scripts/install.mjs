// Installs what a command needs, and only what is missing: `npm run X` works in a fresh clone.
// Plain JavaScript for Node 20 and up, because nothing is installed yet when it runs.
//   --runtime  what the demo and the command line need
//   --test     everything, and the system peers of the tests (best effort, each test says why it skips)
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const runtimeOnly = process.argv.includes('--runtime');
const installedLock = join(root, 'node_modules', '.package-lock.json');
const oldestNode = 24;

const say = (text) => process.stderr.write(`${text}\n`);
const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;

/** Whether what npm wrote down as installed is what the lock file asks for. Optional packages are for other platforms. */
function complete() {
  if (!existsSync(installedLock)) return false;
  const present = packagesOf(installedLock);
  const wanted = Object.entries(packagesOf(join(root, 'package-lock.json'))).filter(
    ([path, entry]) => path !== '' && !entry.optional && !(runtimeOnly && (entry.dev || entry.devOptional)),
  );
  return wanted.every(([path, { version }]) => present[path]?.version === version);
}

/**
 * A first installation is exact (`npm ci`). A later one adds to it: a sandbox may be running out of node_modules, and
 * `npm ci` would pull it from under its feet. npm talks to stderr, so that a command's own stdout stays clean.
 */
function install() {
  const verb = existsSync(installedLock) ? ['install', '--no-save'] : ['ci'];
  const scope = runtimeOnly ? ['--omit=dev'] : [];
  const args = [...verb, '--loglevel=error', '--no-audit', '--no-fund', '--prefer-offline', ...scope];
  say(`Installing what is missing (npm ${args.join(' ')}) …`);
  const { npm_execpath: npm, npm_node_execpath: node = process.execPath } = process.env;
  const [command, rest] = npm ? [node, [npm, ...args]] : ['npm', args];
  const shell = !npm && process.platform === 'win32';
  const done = spawnSync(command, rest, { cwd: root, stdio: ['ignore', 2, 2], shell });
  if (done.status === 0) return;
  say(`The installation failed: ${done.error?.message ?? 'what npm said stands above'}.`);
  process.exit(done.status || 1);
}

/** The bundled Node comes first in the PATH of every npm script; where there is none for the platform, the host's must do. */
function requireNode() {
  const bundled = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
  if (existsSync(bundled) || Number.parseInt(process.versions.node, 10) >= oldestNode) return;
  say(`No Node ${oldestNode} came with the installation for ${process.platform}-${process.arch}.`);
  say(`Install Node ${oldestNode} or newer (https://nodejs.org) and try again.`);
  process.exit(1);
}

/** Debian packages that only tests use, as real peers: command → package. */
const peers = {
  chromium: 'chromium',
  pgbouncer: 'pgbouncer',
  'gnome-keyring-daemon': 'gnome-keyring',
  'dbus-run-session': 'dbus',
  gpg: 'gnupg',
  psql: 'postgresql-client',
};

/** Without root or apt-get, or when it fails or takes too long, the tests that want a peer skip with a reason. */
function installPeers() {
  const missing = Object.keys(peers).filter((command) => !onPath(command));
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0 || !onPath('apt-get')) {
    say(`Not installed, the tests that want them are skipped: ${missing.join(' ')}`);
    return;
  }
  const packages = missing.map((command) => peers[command]);
  say(`Installing the tests' peers: ${packages.join(' ')} …`);
  apt('update', '-qq');
  apt('install', '-y', '-qq', '--no-install-recommends', ...packages);
}

function apt(...args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const done = spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 2], env, timeout: 180_000 });
  if (done.status !== 0) say(`apt-get ${args[0]} did not succeed; the tests that want a peer say so.`);
}

function onPath(command) {
  const places = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return places.some((place) => existsSync(join(place, command)));
}

if (!complete()) install();
requireNode();
if (process.argv.includes('--test')) installPeers();
