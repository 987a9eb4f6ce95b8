// Installs what a command needs, and only when it is missing: `npm run X` works in a fresh clone.
// Plain JavaScript for Node 20 and up, because nothing is installed yet when it runs.
//   --runtime  what the demo and the command line need
//   --test     everything, and the system peers of the tests (best effort, each test says why it skips)
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const want = process.argv.includes('--runtime') ? 'runtime' : 'all';
const stampFile = join(root, 'node_modules', '.cache', 'installed.json');
const lock = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex');

function installed() {
  if (!existsSync(stampFile)) return false;
  const stamp = JSON.parse(readFileSync(stampFile, 'utf8'));
  return stamp.lock === lock && (stamp.set === 'all' || stamp.set === want);
}

/** npm talks to stderr, so that a command's own stdout stays clean; engine notes are noise under the bundled Node. */
function install() {
  const args = [
    'ci',
    '--loglevel=error',
    '--no-audit',
    '--no-fund',
    ...(want === 'runtime' ? ['--omit=dev'] : []),
  ];
  process.stderr.write(`Installing what is missing (npm ${args.join(' ')}) …\n`);
  const npm = process.env.npm_execpath;
  const [command, rest] = npm ? [process.execPath, [npm, ...args]] : ['npm', args];
  const done = spawnSync(command, rest, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: !npm && process.platform === 'win32',
  });
  if (done.status !== 0) {
    process.stderr.write('The installation failed; what npm said stands above.\n');
    process.exit(done.status ?? 1);
  }
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, JSON.stringify({ lock, set: want }));
}

/** Debian packages that only tests use, as real peers. Without root or apt the tests that want them skip with a reason. */
function installPeers() {
  const peers = {
    chromium: 'chromium',
    pgbouncer: 'pgbouncer',
    'gnome-keyring-daemon': 'gnome-keyring',
    'dbus-run-session': 'dbus',
    gpg: 'gnupg',
    psql: 'postgresql-client',
  };
  const missing = Object.entries(peers)
    .filter(([bin]) => !onPath(bin))
    .map(([, pkg]) => pkg);
  if (missing.length === 0 || process.platform !== 'linux' || process.getuid?.() !== 0 || !onPath('apt-get'))
    return;
  process.stderr.write(`Installing the tests' peers: ${missing.join(' ')} …\n`);
  const quiet = {
    stdio: ['ignore', 'ignore', 2],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  spawnSync('apt-get', ['update', '-qq'], quiet);
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], quiet);
}

function onPath(bin) {
  const places = [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/sbin'];
  return places.some((place) => existsSync(join(place, bin)));
}

if (!installed()) install();
if (process.argv.includes('--test')) installPeers();
