import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askKeyringProcess } from '../../../src/main/adapters/keychain/keyring-process.ts';
import { systemKeychain } from '../../../src/main/adapters/keychain/system-keychain.adapter.ts';
import { KEYCHAIN_NAMES } from '../../../src/main/ledger/keys.ts';
import type { RunView } from '../../../src/shared/model/run.ts';
import { newBroker } from '../../helpers/broker.ts';
import { connectionTo } from '../../helpers/connections.ts';
import { noGnupg, startGnupg, type Gnupg } from '../../helpers/gnupg.ts';
import { useQuickProfile } from '../../helpers/quick-profile.ts';
import { usePortal } from '../../helpers/sandbox.ts';
import { noSecretService, startSecretService, type SecretService } from '../../helpers/secret-service.ts';
import { describeUnless } from '../../helpers/skip.ts';
import { filesBelow, formsOf, search, textPlace, type Canary, type Place } from './secret-search.ts';
import { watch, type Watched } from './watched-process.ts';

const contact = { name: 'Þóra Canaríus-Nomen', email: 'thora.canary-mail@canary.example' };

describeUnless(noSecretService ?? noGnupg, 'a whole run under a real Secret Service', () => {
  /** Every password that was ever typed into the portal. */
  const typed = new Set<string>();
  const portal = usePortal({
    wrap: (handler) => async (request) => {
      const body = await request.clone().text();
      for (const field of ['password', 'currentPassword', 'newPassword']) {
        const value = /^\s*\{/.test(body)
          ? (JSON.parse(body) as Record<string, unknown>)[field]
          : new URLSearchParams(body).get(field);
        if (typeof value === 'string') typed.add(value);
      }
      return handler(request);
    },
  });
  const quickly = useQuickProfile();
  const folder = mkdtempSync(join(tmpdir(), 'secrets-'));
  const home = join(folder, 'home');
  const calls: Watched[] = [];
  let service: SecretService;
  let gnupg: Gnupg;
  let run: RunView;
  let canaries: readonly Canary[];

  const call = async (args: readonly string[], stdin = '', env: NodeJS.ProcessEnv = {}) => {
    const watched = await watch({ args: ['--home', home, ...args], env: { ...service.env, ...env }, stdin });
    calls.push(watched);
    expect(watched, watched.err + watched.out).toMatchObject({ code: 0 });
    return watched.out;
  };

  beforeAll(async () => {
    service = await startSecretService('unlocked');
    gnupg = await startGnupg();
    const file = join(folder, 'connection.json');
    writeFileSync(file, JSON.stringify(connectionTo(portal(), quickly(portal()))));
    const { consolePassword } = portal().database;
    const { apiKey } = portal().mail;
    await call(['connection', 'add', 'here', '--input', file, '--password-stdin'], consolePassword, {
      TENANT_CONSOLE_MAIL_KEY: apiKey,
    });
    const openpgpKey = gnupg.makeKey({ email: contact.email, madeAt: '20260101T000000' });
    const intake = newBroker({ contact, handOver: { channel: 'openpgp', openpgpKey } });
    const provision = ['provision', '--connection', 'here', '--input', '-', '--yes', '--json'];
    run = JSON.parse(await call(provision, JSON.stringify(intake))) as RunView;
    await call(['runs', 'show', run.runId]);
    await call(['ledger', 'show', '--limit', '1000', '--json']);
    await call(['ledger', 'verify']);
    canaries = await whatMustNotBeFound();
  }, 120_000);

  afterAll(async () => {
    await gnupg.stop();
    await service.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function whatMustNotBeFound(): Promise<readonly Canary[]> {
    const { id } = JSON.parse(readFileSync(join(home, 'keychain.json'), 'utf8')) as { id: string };
    const keychain = systemKeychain(id, askKeyringProcess(10_000, service.env));
    const keys: Canary[] = [];
    for (const name of [KEYCHAIN_NAMES.operator, KEYCHAIN_NAMES.log, KEYCHAIN_NAMES.sealing]) {
      const key = (await keychain.get(name))!.reveal();
      keys.push({ name: `${name} in base64`, value: key }, { name, value: Buffer.from(key, 'base64') });
    }
    const handedOver = gnupg.decrypt(join(home, 'hand-over', `${run.runId}.hand-over.asc`));
    typed.delete(''); // a probe without a session types nothing
    return [
      ...keys,
      { name: 'password that was handed over', value: handedOver },
      ...[...typed].map((value, at) => ({ name: `password ${at} typed into the portal`, value })),
      { name: 'database password', value: portal().database.consolePassword },
      { name: 'mail key', value: portal().mail.apiKey },
      { name: 'contact e-mail', value: contact.email },
      { name: 'contact name', value: contact.name },
    ];
  }

  const printed = (): readonly Place[] =>
    calls.flatMap(({ out, err }, at) => [
      textPlace(`stdout of call ${at}`, out),
      textPlace(`stderr of call ${at}`, err),
    ]);

  test('is completed, and there was something to look for and somewhere to look', () => {
    expect(run).toMatchObject({ state: 'completed' });
    expect(typed.size).toBeGreaterThan(2);
    expect(filesBelow(home).some(({ name }) => name.endsWith('ledger.sqlite'))).toBe(true);
    for (const { own, children } of calls) {
      expect(own.some(({ name }) => name.startsWith('environ'))).toBe(true);
      expect(children.some(({ name }) => name.startsWith('environ'))).toBe(true);
    }
  });

  test('leaves no secret and no person in any file of the home', () => {
    expect(search(canaries, filesBelow(home))).toEqual([]);
  });

  test('prints none, in the ledger’s entries neither', () => {
    expect(search(canaries, printed())).toEqual([]);
  });

  test('shows none in the arguments and the environment of any process below it, and none it was not given in its own', () => {
    expect(
      search(
        canaries,
        calls.flatMap(({ children }) => children),
      ),
    ).toEqual([]);
    const notGiven = canaries.filter(({ name }) => name !== 'mail key');
    expect(
      search(
        notGiven,
        calls.flatMap(({ own }) => own),
      ),
    ).toEqual([]);
  });

  test('sends no password and no key by mail', () => {
    const secrets = canaries.filter(({ name }) => !name.startsWith('contact'));
    const mails = portal().mail.list();
    expect(mails.some(({ to }) => to.includes(contact.email))).toBe(true);
    expect(
      search(
        secrets,
        mails.map((mail, at) => textPlace(`mail ${at}`, JSON.stringify(mail))),
      ),
    ).toEqual([]);
  });

  test('would be found out: the search sees each of them in every form, in the middle of a file of this home', () => {
    const file = join(home, 'planted');
    try {
      for (const canary of canaries) {
        for (const [form, needle] of formsOf(canary.value)) {
          writeFileSync(file, Buffer.concat([Buffer.from('before '), needle, Buffer.from(' after')]));
          const found = search([canary], filesBelow(home));
          expect(found).toContainEqual({ canary: canary.name, form, place: file });
        }
      }
    } finally {
      rmSync(file);
    }
  });
});

describe('the search for secrets', () => {
  test.each([0, 1, 2, 3, 4, 5])(
    'finds a value that %d bytes stand before, inside one base64 text',
    (before) => {
      for (const value of ['a secret of some length', 'another secret of length', 'Þóra Canaríus']) {
        const hidden = Buffer.from(`${'x'.repeat(before)}${value} and more`).toString('base64');
        const found = search([{ name: 'it', value }], [textPlace('envelope', hidden)]);
        expect(found.map(({ canary }) => canary)).toContain('it');
      }
    },
  );

  test('finds nothing where there is nothing', () => {
    const canary = { name: 'it', value: 'a secret of some length' };
    expect(search([canary], [textPlace('text', 'a secret of another length')])).toEqual([]);
  });
});
