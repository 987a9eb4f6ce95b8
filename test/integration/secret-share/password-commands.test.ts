import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bitwardenShare } from '../../../src/main/adapters/bitwarden/bitwarden-share.adapter.ts';
import { onePasswordShare } from '../../../src/main/adapters/onepassword/onepassword-share.adapter.ts';
import { systemClock } from '../../../src/main/adapters/system/system-clock.adapter.ts';
import { systemCommands } from '../../../src/main/adapters/system/system-command.adapter.ts';
import type { RunCommand } from '../../../src/main/ports/command.port.ts';
import type { SecretShare, ShareRequest } from '../../../src/main/ports/secret-share.port.ts';
import { Secret } from '../../../src/shared/model/secret.ts';
import { installPasswordCommands } from '../../fakes/password-commands.ts';

const channels = [
  {
    name: '1Password',
    open: (run: RunCommand): SecretShare =>
      onePasswordShare({ run, clock: systemClock, vault: 'Hand-overs' }),
    create: 'item create',
    remove: 'item delete',
    secondStep: 'item share',
  },
  {
    name: 'Bitwarden',
    open: bitwardenShare,
    create: 'send create',
    remove: 'send delete',
    secondStep: undefined,
  },
];

describe.each(channels)('sharing by $name', ({ open, create, remove, secondStep }) => {
  let commands: Awaited<ReturnType<typeof installPasswordCommands>>;
  let share: SecretShare;

  const secret = new Secret('password canary');
  const request: ShareRequest = {
    key: 'run-1.hand-over',
    recipient: { name: 'Name Canary', email: 'canary@broker.example' },
    label: 'Your temporary password',
    expiresAt: new Date(Date.now() + 2 * 3_600_000 + 30_000),
  };
  /** A command that hangs is ended sooner than in earnest, and only that one: the machine may be busy. */
  let hanging = '';
  const impatient =
    (run: RunCommand): RunCommand =>
    (call) =>
      run(hanging !== '' && call.args.join(' ').includes(hanging) ? { ...call, timeoutMs: 2_000 } : call);

  beforeEach(async () => {
    commands = await installPasswordCommands();
    share = open(impatient(systemCommands(commands.env)));
  });
  afterEach(() => commands.remove());

  const inDoubt = { code: 'E_SHARE_IN_DOUBT' };

  test('no argument and no variable holds a secret, a name or an address; the secret goes by standard input', async () => {
    const { link } = await share.share(secret, request);
    await share.withdraw(request.key);
    const runs = await commands.runs();
    for (const { args, env } of runs) {
      const visible = JSON.stringify({ args, env });
      expect(visible).not.toMatch(/canary/i);
      expect(visible).not.toContain(Buffer.from('password canary').toString('base64').slice(0, -4));
      expect(visible).not.toContain(link!.reveal());
    }
    const carried = runs.map(({ input }) => input + Buffer.from(input, 'base64').toString());
    expect(carried.filter((input) => input.includes('password canary'))).toHaveLength(1);
  });

  test("sees its own sign-in's variables and none of the operator's others", async () => {
    await share.available();
    const [run] = await commands.runs();
    expect(Object.keys(run!.env)).not.toContain('DATABASE_PASSWORD');
    expect(Object.keys(run!.env).some((name) => /^(OP_ACCOUNT|BW_SESSION)$/.test(name))).toBe(true);
  });

  test('the link opens once, and the receipt says until when', async () => {
    const { receipt, link } = await share.share(secret, request);
    expect(link!.reveal()).toMatch(/^https:.*once/);
    expect(receipt.expiresAt).toBe(request.expiresAt.toISOString());
    const asked = (await commands.runs()).flatMap(({ args }) => args);
    if (secondStep !== undefined) expect(asked).toContain('120m');
  });

  test('is not available without its program, or when nobody is signed in', async () => {
    await commands.signIn(false);
    expect(await share.available()).toEqual({
      ok: false,
      reason: expect.stringMatching(/signed in|unlocked/) as string,
    });
    await expect(share.share(secret, request)).rejects.toMatchObject({ code: 'E_SHARE_UNAVAILABLE' });
    expect(await commands.shares()).toEqual([]);
    await commands.uninstall();
    expect(await share.available()).toEqual({
      ok: false,
      reason: expect.stringContaining('not installed') as string,
    });
    await expect(share.share(secret, request)).rejects.toMatchObject({ code: 'E_SHARE_UNAVAILABLE' });
  });

  test('a refusal, before or after the deed, leaves nothing shared', async () => {
    for (const how of ['fail', 'fail-after'] as const)
      for (const on of [create, secondStep].filter((each) => each !== undefined)) {
        await commands.mishap({ on, how });
        await expect(share.share(secret, request), `${how} ${on}`).rejects.toMatchObject({
          code: 'E_SHARE_REFUSED',
        });
        expect(await commands.shares(), `${how} ${on}`).toEqual([]);
      }
  });

  test('a command that hangs or talks nonsense is in doubt, and sharing again leaves one share', async () => {
    for (const how of ['hang', 'babble'] as const)
      for (const on of [create, secondStep].filter((each) => each !== undefined)) {
        await commands.mishap({ on, how });
        hanging = how === 'hang' ? on : '';
        await expect(share.share(secret, request), `${how} ${on}`).rejects.toMatchObject(inDoubt);
        hanging = '';
        expect(await commands.shares(), `${how} ${on}`).toHaveLength(1);
        await commands.mishap(null);
        await share.share(secret, request);
        expect(await commands.shares(), `${how} ${on}`).toHaveLength(1);
        await share.withdraw(request.key);
      }
  });

  test('an error tells neither the secret nor what the command said', async () => {
    await commands.mishap({ on: create, how: 'babble' });
    const error: unknown = await share.share(secret, request).catch((caught: unknown) => caught);
    expect(String(error) + JSON.stringify(error) + String((error as Error).cause)).not.toMatch(
      /canary|version/i,
    );
  });

  test('what cannot be removed is in doubt, not forgotten', async () => {
    await share.share(secret, request);
    await commands.mishap({ on: remove, how: 'fail' });
    await expect(share.withdraw(request.key)).rejects.toMatchObject(inDoubt);
    await commands.mishap(null);
    expect(await share.withdraw(request.key)).toBe(1);
  });

  test('a key that would become an option or another tag is refused', async () => {
    for (const key of ['--vault', 'a,b', 'a/b', '', 'x'.repeat(200)])
      await expect(share.withdraw(key)).rejects.toMatchObject({ code: 'E_INVALID_INPUT' });
    expect(await commands.runs()).toEqual([]);
  });
});

describe('running a command', () => {
  const run = systemCommands();
  const call = { environment: [], timeoutMs: 5_000 };

  test('no shell looks at the arguments', async () => {
    const args = ['-e', 'process.stdout.write(process.argv.slice(1).join("|"))', '$HOME', '`id`', '; ls'];
    const ended = await run({ ...call, command: process.execPath, args });
    expect(ended.end === 'exited' && ended.stdout.reveal()).toBe('$HOME|`id`|; ls');
  });

  test('a program that prints without an end is cut off', async () => {
    const args = ['-e', 'setInterval(() => process.stdout.write("x".repeat(1e6)), 1)'];
    expect(await run({ ...call, command: process.execPath, args })).toEqual({ end: 'cut-off' });
  });

  test('a program that ends without reading its input is no error of ours', async () => {
    const input = new Secret('x'.repeat(5_000_000));
    const ended = await run({ ...call, command: process.execPath, args: ['-e', 'process.exit(3)'], input });
    expect(ended).toMatchObject({ end: 'exited', code: 3 });
  });
});
