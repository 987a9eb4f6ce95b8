import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSqliteLedgerStore } from '../../../src/main/adapters/sqlite/sqlite-ledger-store.adapter.ts';
import { openLedger, type Ledger } from '../../../src/main/ledger/ledger.ts';
import { LedgerHome } from '../../helpers/ledger-home.ts';
import { FileKeychain } from './file-keychain.ts';

let home: LedgerHome;
const children = new Set<ChildProcessByStdio<null, Readable, null>>();

beforeEach(() => {
  home = new LedgerHome();
});

afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  children.clear();
  home[Symbol.dispose]();
});

/** A process that appends; `printed` is what it said to be durable, at any time. */
function appending(name: string, count: number) {
  const script = join(import.meta.dirname, 'append-many.ts');
  const child = spawn(process.execPath, [script, home.path, home.dir, name, String(count)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.add(child);
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  const ended = once(child, 'close').then(([code]: unknown[]) => code);
  return { child, ended, printed: () => output.split('\n').slice(0, -1).map(Number) };
}

const open = (): Promise<Ledger> =>
  openLedger({
    ...home.options(),
    store: openSqliteLedgerStore({ path: home.path }),
    keychain: new FileKeychain(home.dir),
  });

async function printedAtLeast(process: ReturnType<typeof appending>, count: number): Promise<void> {
  while (process.printed().length < count) await once(process.child.stdout, 'data');
}

describe('several processes of one home', () => {
  test('begin the same ledger at the same moment, and append to it without losing or doubling an entry', async () => {
    const processes = ['window', 'command', 'schedule'].map((name) => appending(name, 60));
    expect(await Promise.all(processes.map(({ ended }) => ended))).toEqual([0, 0, 0]);
    const indexes = processes.flatMap(({ printed }) => printed()).sort((a, b) => a - b);
    expect(indexes).toEqual(Array.from({ length: 180 }, (_, i) => i + 1));

    const ledger = await open();
    expect(ledger.entries({ types: ['identity.created'] })).toHaveLength(1);
    for (const name of ['window', 'command', 'schedule']) {
      expect(ledger.entries({ runId: name }).map(({ data }) => data['i'])).toEqual(
        Array.from({ length: 60 }, (_, i) => i),
      );
    }
    expect(await ledger.verify()).toMatchObject({ ok: true, entries: 181 });
    await ledger.close();
  }, 120_000);
});

describe('a process that is killed while it appends', () => {
  test('loses no entry that it was told to be durable, and leaves a ledger that verifies and goes on', async () => {
    for (const round of [1, 2, 3]) {
      const victim = appending(`victim-${round}`, 100_000);
      await printedAtLeast(victim, 20 * round);
      victim.child.kill('SIGKILL');
      await victim.ended;

      const ledger = await open();
      const durable = new Set(ledger.entries({ runId: `victim-${round}` }).map(({ index }) => index));
      expect(victim.printed().filter((index) => !durable.has(index))).toEqual([]);
      expect(await ledger.verify()).toMatchObject({ ok: true, pinned: 'ahead' });
      await ledger.append({ type: 'run.abandoned', runId: `victim-${round}`, data: {} });
      await ledger.close();
    }
  }, 120_000);
});
