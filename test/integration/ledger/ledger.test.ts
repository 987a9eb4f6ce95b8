import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openCheckpoint } from '../../../src/main/ledger/checkpoint.ts';
import { openLedger, type Ledger, type LedgerEntry, type NewEntry } from '../../../src/main/ledger/ledger.ts';
import { verifyConsistency, verifyInclusion } from '../../../src/main/ledger/merkle-proof.ts';
import type { LedgerStore } from '../../../src/main/ports/ledger-store.port.ts';
import { parseVerifierKey } from '../../../src/main/ledger/signed-note.ts';
import { parseTlogProof } from '../../../src/main/ledger/tlog-proof.ts';
import { OperatorError } from '../../../src/shared/errors/operator-error.ts';
import { Secret } from '../../../src/shared/model/secret.ts';
import { LedgerHome } from '../../helpers/ledger-home.ts';

let home: LedgerHome;
let ledger: Ledger;

beforeEach(async () => {
  home = new LedgerHome();
  ledger = await home.open();
});

afterEach(async () => {
  await ledger.close();
  home[Symbol.dispose]();
});

const step = (i: number): NewEntry => ({
  type: i % 10 === 0 ? 'run.opened' : 'step.done',
  runId: `run-${Math.floor(i / 10)}`,
  tenantId: `tenant-${i % 3}`,
  data: { i },
});
const steps = (count: number) => Array.from({ length: count }, (_, i) => step(i));
const indexes = (entries: readonly LedgerEntry[]) => entries.map(({ index }) => index);
const logKey = () => parseVerifierKey(ledger.verifierKey())!;

describe('a new ledger', () => {
  test('begins with the identity of its operator, and is anchored at once', async () => {
    const [first] = ledger.entries();
    expect(first).toMatchObject({ index: 0, type: 'identity.created', data: { keyId: first!.actor } });
    expect(first!.data['log']).toBe(ledger.verifierKey());
    expect(home.keychain.names()).toEqual(['operator-key', 'log-key', 'sealing-key', 'checkpoint']);
    expect((await home.keychain.get('checkpoint'))?.reveal()).toBe(ledger.checkpoint());
  });

  test('names its log after the organisation and the console', () => {
    expect(logKey().name).toBe('pensions.example/tenant-console/desk-1');
    expect(openCheckpoint(ledger.checkpoint(), logKey())).toMatchObject({ size: 1 });
  });

  test.each(['two words', 'a+b', 'a/b', ''])(
    'refuses the organisation %j, which cannot stand in an origin',
    async (organisation) => {
      await expect(openLedger({ ...home.options(), organisation })).rejects.toMatchObject({
        code: 'E_INVALID_INPUT',
      });
    },
  );
});

describe('what the keychain holds', () => {
  test('must be keys', async () => {
    await home.keychain.set('log-key', new Secret('not a key'));
    await expect(home.open()).rejects.toMatchObject({ code: 'E_LEDGER_KEYS_MISSING' });
  });

  test('must be the keys of this ledger', async () => {
    const stranger = new LedgerHome();
    await (await stranger.open()).close();
    const { keychain } = stranger;
    stranger[Symbol.dispose]();
    const open = openLedger({ ...home.options(), keychain });
    await expect(open).rejects.toMatchObject({ code: 'E_LEDGER_FOREIGN' });
  });

  test('must be a checkpoint of this log', async () => {
    await home.keychain.set('checkpoint', new Secret('not a checkpoint'));
    await expect(home.open()).rejects.toMatchObject({ code: 'E_LEDGER_FOREIGN' });
    await expect(ledger.verify()).rejects.toMatchObject({ code: 'E_LEDGER_FOREIGN' });
    await home.keychain.delete('checkpoint');
  });

  test('is made anew when the first start was cut short before the ledger was begun', async () => {
    using fresh = new LedgerHome();
    await fresh.keychain.set('operator-key', (await home.keychain.get('operator-key'))!);
    const begun = await fresh.open();
    expect(begun.entry(0)!.actor).toBe(ledger.entry(0)!.actor);
    expect(await begun.verify()).toMatchObject({ ok: true, entries: 1 });
    await begun.close();
  });
});

describe('append', () => {
  test('answers with the entries as they are stored', async () => {
    const written = await ledger.append(step(0), { ...step(1), details: { email: 'a@broker.example' } });
    expect(written).toEqual([ledger.entry(1), ledger.entry(2)]);
    expect(written[0]).toMatchObject({
      index: 1,
      type: 'run.opened',
      runId: 'run-0',
      tenantId: 'tenant-0',
      data: { i: 0 },
    });
    expect(written[0]!.time).toBe(home.clock.now().toISOString());
    expect(written[1]!.details).toEqual({
      commitment: expect.any(String) as string,
      digest: expect.any(String) as string,
    });
  });

  test('of nothing writes nothing', async () => {
    expect(await ledger.append()).toEqual([]);
    expect(ledger.size()).toBe(1);
  });

  test('writes all entries or none', async () => {
    const tooLarge = { ...step(1), data: { text: 'x'.repeat(60_000) } };
    await expect(ledger.append(step(0), tooLarge)).rejects.toMatchObject({ code: 'E_ENTRY_TOO_LARGE' });
    expect(ledger.size()).toBe(1);
    await ledger.append(step(0));
    expect(await ledger.verify()).toMatchObject({ ok: true, entries: 2 });
  });

  test('takes an entry of 65,535 bytes and not one of more', async () => {
    const [empty] = await ledger.append({ type: 't', data: { text: '' } });
    const overhead = home.options().store.entry(empty!.index)!.envelope.length;
    const room = Math.floor(((65_535 - overhead) * 3) / 4) - 3;
    const [full] = await ledger.append({ type: 't', data: { text: 'x'.repeat(room) } });
    expect(home.options().store.entry(full!.index)!.envelope.length).toBeGreaterThan(65_525);
    await expect(ledger.append({ type: 't', data: { text: 'x'.repeat(room + 12) } })).rejects.toMatchObject({
      code: 'E_ENTRY_TOO_LARGE',
    });
  });

  test('keeps any JSON as it was, in any language', async () => {
    const data = { text: 'Ó Briain 💼 \u0000 "\\', list: [1, -0.5, 1e21, null, true, { nested: {} }] };
    await ledger.append({ type: 't', data });
    expect(ledger.entry(1)!.data).toEqual(data);
    expect((await ledger.verify()).ok).toBe(true);
  });

  test('survives closing and opening again', async () => {
    await ledger.append(...steps(20));
    const before = ledger.entries();
    await ledger.close();
    ledger = await home.open();
    expect(ledger.entries()).toEqual(before);
  });
});

describe('entries', () => {
  // More than are searched by at once, so that both the filled part and the rest are asked.
  beforeEach(() => ledger.append(...steps(300)));

  test.each([
    ['of a run', { runId: 'run-0' }, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]],
    ['of a late run', { runId: 'run-29' }, [291, 292, 293, 294, 295, 296, 297, 298, 299, 300]],
    ['of a type', { types: ['identity.created', 'run.opened'], limit: 3 }, [0, 1, 11]],
    ['of no type', { types: [] }, []],
    ['of a tenant in a run', { runId: 'run-12', tenantId: 'tenant-0' }, [121, 124, 127, 130]],
    ['newest first', { tenantId: 'tenant-2', newestFirst: true, limit: 3 }, [300, 297, 294]],
    ['from one index to before another', { from: 125, before: 130 }, [125, 126, 127, 128, 129]],
    [
      'newest first before an index',
      { types: ['run.opened'], before: 131, newestFirst: true, limit: 2 },
      [121, 111],
    ],
    ['of nobody', { runId: 'run-x' }, []],
  ])('%s', (_, filter, expected) => {
    expect(indexes(ledger.entries(filter))).toEqual(expected);
  });

  test('all, in the order they were written', () => {
    expect(indexes(ledger.entries())).toEqual(Array.from({ length: 301 }, (_, i) => i));
  });
});

describe('proofs', () => {
  beforeEach(() => ledger.append(...steps(70)));

  test('show every entry to be in the log, to somebody who has only its key', () => {
    for (const { index, leafHash } of ledger.entries()) {
      const proof = parseTlogProof(ledger.proof(index))!;
      const { size, root } = openCheckpoint(proof.checkpoint, logKey())!;
      expect(proof.index).toBe(index);
      expect(verifyInclusion(Buffer.from(leafHash, 'hex'), index, size, proof.hashes, root)).toBe(true);
    }
  });

  test('show that a log has only grown', async () => {
    const first = openCheckpoint(ledger.checkpoint(), logKey())!;
    await ledger.append(...steps(30));
    const second = openCheckpoint(ledger.checkpoint(), logKey())!;
    const hashes = ledger.consistency(first.size).map((hash) => Buffer.from(hash, 'base64'));
    expect(verifyConsistency(first, second, hashes)).toBe(true);
    expect(ledger.consistency(first.size, second.size)).toEqual(ledger.consistency(first.size));
  });

  test.each([-1, 71, 1.5])('there is none for entry %s', (index) => {
    expect(() => ledger.proof(index)).toThrow(
      expect.objectContaining({ code: 'E_ENTRY_NOT_FOUND' }) as Error,
    );
  });

  test('there is none from a size that was not reached', () => {
    expect(() => ledger.consistency(72)).toThrow(OperatorError);
    expect(() => ledger.consistency(5, 72)).toThrow(OperatorError);
  });
});

describe('subscribers', () => {
  test('hear each entry once and in order, until they stop listening', async () => {
    const heard: number[] = [];
    const stop = ledger.subscribe(({ index }) => heard.push(index));
    await ledger.append(step(0), step(1));
    await ledger.append(step(2));
    stop();
    await ledger.append(step(3));
    expect(heard).toEqual([1, 2, 3]);
  });

  test('hear what another process wrote: when asked for, or before what is written next', async () => {
    const other = await home.open();
    const heard: number[] = [];
    ledger.subscribe(({ index }) => heard.push(index));
    await other.append(step(0));
    expect(indexes(ledger.poll())).toEqual([1]);
    expect(ledger.poll()).toEqual([]);
    await other.append(step(1), step(2));
    await ledger.append(step(3));
    await Promise.resolve();
    expect(heard).toEqual([1, 2, 3, 4]);
    await other.close();
  });
});

describe('work in several lanes', () => {
  test('appends in order, and nobody is told of an entry before it is durable', async () => {
    const options = home.options();
    const medium = Promise.withResolvers<undefined>();
    const shared = await openLedger({ ...options, store: flushedAfter(options.store, medium.promise) });
    const heard: number[] = [];
    const resolved: number[] = [];
    shared.subscribe(({ index }) => heard.push(index));
    const lanes = [0, 1, 2].map(async (lane) => {
      resolved.push(...indexes(await shared.sharing(() => shared.append(step(lane)))));
    });
    await new Promise(setImmediate);
    expect([shared.size(), resolved, heard]).toEqual([4, [], []]);
    medium.resolve(undefined);
    await Promise.all(lanes);
    expect([resolved, heard]).toEqual([
      [1, 2, 3],
      [1, 2, 3],
    ]);
    expect(await shared.verify()).toMatchObject({ ok: true, entries: 4 });
    await shared.close();
  });

  test('fails with the medium, and tells nobody', async () => {
    const options = home.options();
    const broken = Promise.reject(new OperatorError('E_LEDGER_UNAVAILABLE'));
    broken.catch(() => undefined);
    const shared = await openLedger({ ...options, store: flushedAfter(options.store, broken) });
    const heard: number[] = [];
    shared.subscribe(({ index }) => heard.push(index));
    const append = shared.sharing(() => shared.append(step(0)));
    await expect(append).rejects.toMatchObject({ code: 'E_LEDGER_UNAVAILABLE' });
    expect(heard).toEqual([]);
    await shared.close();
  });
});

/** The store on a medium that is slow, or that fails. */
function flushedAfter(store: LedgerStore, medium: Promise<unknown>): LedgerStore {
  const flush = async (): Promise<void> => {
    await medium;
    await store.flush();
  };
  return new Proxy(store, {
    get: (target, name: keyof LedgerStore) =>
      name === 'flush' ? flush : (target[name] as () => unknown).bind(target),
  });
}

describe('the anchor', () => {
  const pinned = async () =>
    openCheckpoint((await home.keychain.get('checkpoint'))!.reveal(), logKey())!.size;

  test('moves when asked and on closing, and not on every entry', async () => {
    await ledger.append(...steps(3));
    expect(await pinned()).toBe(1);
    await ledger.anchor();
    expect(await pinned()).toBe(4);
    await ledger.append(step(4));
    await ledger.close();
    expect(await pinned()).toBe(5);
    ledger = await home.open();
  });

  test('says how the ledger stands to it', async () => {
    expect(await ledger.verify()).toMatchObject({ ok: true, pinned: 'matches' });
    await ledger.append(step(0));
    expect(await ledger.verify()).toMatchObject({ ok: true, pinned: 'ahead' });
    await home.keychain.delete('checkpoint');
    expect(await ledger.verify()).toMatchObject({ ok: true, pinned: 'none' });
  });

  test('of another process is respected: two may anchor in turns', async () => {
    const other = await home.open();
    await other.append(step(0));
    await other.anchor();
    await ledger.append(step(1));
    await ledger.anchor();
    await other.close();
    expect(await pinned()).toBe(3);
    expect(await ledger.verify()).toMatchObject({ ok: true, pinned: 'matches' });
  });
});

describe('verify', () => {
  test('answers with the root, a checkpoint over it, and how far it is', async () => {
    await ledger.append(...steps(40));
    const seen: (readonly [number, number])[] = [];
    const report = await ledger.verify({ onProgress: (done, of) => seen.push([done, of]) });
    const { size, root } = openCheckpoint(report.checkpoint, logKey())!;
    expect(report).toMatchObject({ ok: true, entries: 41, root: Buffer.from(root).toString('hex') });
    expect(size).toBe(41);
    expect(seen.at(-1)).toEqual([41, 41]);
  });

  test('comes to the same verdict in this thread and in several', async () => {
    for (let i = 0; i < 5; i += 1) await ledger.append(...steps(600));
    const [alone, together] = [await ledger.verify({ threads: 1 }), await ledger.verify({ threads: 3 })];
    expect(together).toEqual(alone);
    expect(together).toMatchObject({ ok: true, entries: 3001 });
  });

  test('stops when it is told to, and leaves no thread behind', async () => {
    for (let i = 0; i < 5; i += 1) await ledger.append(...steps(600));
    const stopper = new AbortController();
    const verdict = ledger.verify({
      signal: stopper.signal,
      onProgress: () => stopper.abort(new Error('enough')),
    });
    await expect(verdict).rejects.toThrow('enough');
  });

  test('goes on while entries are written', async () => {
    for (let i = 0; i < 5; i += 1) await ledger.append(...steps(600));
    let written: Promise<unknown> | undefined;
    const verdict = await ledger.verify({ onProgress: () => void (written ??= ledger.append(...steps(10))) });
    await written;
    expect(verdict).toMatchObject({ ok: true, entries: 3001 });
    expect(ledger.size()).toBe(3011);
  });
});
