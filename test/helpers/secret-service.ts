import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { ReasonNot } from './skip.ts';

const run = promisify(execFile);
const bus = '/usr/bin/dbus-daemon';
const keyring = '/usr/bin/gnome-keyring-daemon';
const asking = '/usr/bin/dbus-send';

/** Why no real Secret Service can be had here. */
export const noSecretService: ReasonNot =
  process.platform !== 'linux'
    ? 'a Secret Service exists on Linux only'
    : [bus, keyring, asking].every((file) => existsSync(file))
      ? undefined
      : 'dbus-daemon or gnome-keyring is not installed';

/**
 * `unlocked`: ready. `locked`: the login collection exists, and whoever prompts is dismissed. `prompting`: locked, and the
 * prompt never answers. `absent`: a session bus without any Secret Service.
 */
export type SecretServiceState = 'unlocked' | 'locked' | 'prompting' | 'absent';

export type SecretService = {
  /** Give it to a child process, or to the adapter, and it finds this service and no other. */
  readonly env: NodeJS.ProcessEnv;
  /** Folder of this session: its home. The collection's file lies below `data/keyrings`. */
  readonly home: string;
  /** Ends this daemon and starts one in another state on the same collection; the bus and `env` stay. */
  become(state: SecretServiceState): Promise<void>;
  stop(): Promise<void>;
};

/**
 * A real gnome-keyring on a session bus of its own. The bus knows no other service, so nothing of the machine's own session
 * is touched or started.
 */
export async function startSecretService(state: SecretServiceState): Promise<SecretService> {
  const home = await mkdtemp(join(tmpdir(), 'secret-service-'));
  const { daemon, address } = await startBus(home);
  const env = {
    PATH: process.env['PATH'],
    HOME: home,
    XDG_RUNTIME_DIR: home,
    XDG_DATA_HOME: join(home, 'data'),
    DBUS_SESSION_BUS_ADDRESS: address,
  };
  let service: ChildProcess | undefined;

  const become = async (next: SecretServiceState) => {
    await end(service);
    service = undefined;
    await prompter(home, next === 'prompting');
    if (next === 'absent') return;
    if (next !== 'unlocked' && !existsSync(join(home, 'data', 'keyrings', 'login.keyring'))) {
      await end(await startKeyring(env, true));
    }
    service = await startKeyring(env, next === 'unlocked');
  };

  await become(state);
  return {
    env,
    home,
    become,
    async stop() {
      await end(service);
      await end(daemon);
      await rm(home, { recursive: true, force: true });
    },
  };
}

async function startBus(home: string) {
  const config = join(home, 'bus.xml');
  await mkdir(join(home, 'services'));
  await writeFile(
    config,
    `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path=${home}/bus</listen><servicedir>${home}/services</servicedir>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>`,
  );
  const daemon = spawn(bus, [`--config-file=${config}`, '--nofork', '--print-address'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  for await (const line of createInterface(daemon.stdout)) return { daemon, address: line.trim() };
  throw new Error('dbus-daemon printed no address');
}

async function startKeyring(env: NodeJS.ProcessEnv, unlock: boolean): Promise<ChildProcess> {
  // A control socket of the daemon before makes the next one believe that it is already running.
  await rm(join(env['HOME']!, 'keyring'), { recursive: true, force: true });
  const args = ['--foreground', '--components=secrets', unlock ? '--unlock' : '--start'];
  const daemon = spawn(keyring, args, { env, stdio: ['pipe', 'ignore', 'ignore'] });
  daemon.stdin.end(unlock ? 'collection password' : '');
  for (let tries = 0; tries < 200; tries++) {
    if (await owned(env)) return daemon;
    await delay(25);
  }
  await end(daemon);
  throw new Error('gnome-keyring did not come up');
}

async function owned(env: NodeJS.ProcessEnv): Promise<boolean> {
  const call = [
    '--session',
    '--print-reply',
    '--dest=org.freedesktop.DBus',
    '/',
    'org.freedesktop.DBus.NameHasOwner',
  ];
  const { stdout } = await run(asking, [...call, 'string:org.freedesktop.secrets'], { env });
  return stdout.includes('boolean true');
}

/** Who shows the prompt is started by the bus: nobody, or one that never answers. */
async function prompter(home: string, hangs: boolean): Promise<void> {
  const file = join(home, 'services', 'org.gnome.keyring.SystemPrompter.service');
  if (!hangs) return rm(file, { force: true });
  await writeFile(file, '[D-BUS Service]\nName=org.gnome.keyring.SystemPrompter\nExec=/bin/sleep 60\n');
}

async function end(child: ChildProcess | undefined): Promise<void> {
  if (child?.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 3_000);
  await ended;
  clearTimeout(timer);
}
