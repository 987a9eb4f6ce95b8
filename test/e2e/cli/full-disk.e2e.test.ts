import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ConnectionView } from '../../../src/shared/contract/connections.contract.ts';
import type { RunSummary } from '../../../src/shared/model/run.ts';
import { inHome, shortenCheck } from '../../helpers/console-home.ts';
import { describeUnless, type ReasonNot } from '../../helpers/skip.ts';
import { jsonFile, sampleIntake } from './sample-intake.ts';
import { tenantctlOn, useTenantctl } from './tenantctl.ts';

const DISK = 24 * 1024 * 1024;

const disk = mkdtempSync(join(tmpdir(), 'small-disk-'));
const mount = () => spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK},mode=711`, 'tmpfs', disk]);
const mounted = process.platform === 'linux' && process.getuid?.() === 0 && mount().status === 0;
const noSmallDisk: ReasonNot = mounted ? undefined : 'a small disk can be mounted by root on Linux only';

afterAll(() => {
  if (mounted) execFileSync('umount', ['-l', disk]);
  rmSync(disk, { recursive: true, force: true });
});

/** Leaves so many bytes of the disk free. */
function fill(free: number): string {
  const { bavail, bsize } = statfsSync(disk);
  const file = join(disk, 'filler');
  writeFileSync(file, Buffer.alloc(bavail * bsize - free));
  return file;
}

/** What stopped it: before there was a run, or in one of its steps. */
const codeOf = (value: unknown): string | undefined => {
  const { error, steps } = value as { error?: { code: string }; steps?: readonly { code?: string }[] };
  return error?.code ?? steps?.find(({ code }) => code !== undefined)?.code;
};

describeUnless(noSmallDisk, 'a disk without room for the ledger', () => {
  const sandbox = useTenantctl();
  const home = join(disk, 'home');
  const small = tenantctlOn(home);

  beforeAll(async () => {
    await sandbox().json(['sandbox', 'start', '--seed-tenants', '3']);
    const { value } = await sandbox().json(['connection', 'list']);
    const { connection } = (value as readonly ConnectionView[])[0]!;
    const secretsFile = join(sandbox().home, 'sandbox', 'secrets.json');
    const secrets = JSON.parse(readFileSync(secretsFile, 'utf8')) as Record<string, string>;
    mkdirSync(join(home, 'runtime'), { recursive: true });
    expect((await small.json(['sandbox', 'status'])).code).toBe(0);
    const file = jsonFile(home, 'connection.json', connection);
    const env = {
      TENANT_CONSOLE_DB_PASSWORD: secrets['consolePassword'],
      TENANT_CONSOLE_MAIL_KEY: secrets['mailApiKey'],
    };
    expect((await small.json(['connection', 'add', 'sandbox', '--input', file], { env })).code).toBe(0);
    await inHome(home, shortenCheck);
  });

  test.each([8, 32, 56])(
    '%d KiB before the end: a code, and resuming finishes what was begun',
    async (kib) => {
      const stdin = JSON.stringify({
        ...sampleIntake(kib),
        handOver: { channel: 'manual', note: 'told them' },
      });
      const filler = fill(kib * 1024);
      const args = ['provision', '--connection', 'sandbox', '--input', '-', '--yes'];
      const stopped = await small.json(args, { stdin });
      expect(stopped.code).toBe(7);
      expect(codeOf(stopped.value)).toMatch(/^E_(LEDGER_DISK_FULL|HOME_UNUSABLE)$/);
      rmSync(filler);
      expect(await small.json(['ledger', 'verify'])).toMatchObject({ code: 0 });
      const runs = (await small.json(['runs', 'list'])).value as readonly RunSummary[];
      const begun = runs.find(({ state }) => state !== 'completed');
      const finish = begun === undefined ? args : ['runs', 'resume', begun.runId, '--yes'];
      const finished = await small.json(finish, { stdin });
      expect(finished, JSON.stringify(finished)).toMatchObject({ code: 0, value: { state: 'completed' } });
    },
  );
});
