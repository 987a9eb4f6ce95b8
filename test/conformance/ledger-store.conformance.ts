import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LedgerStore, StoredEntry } from '../../src/main/ports/ledger-store.port.ts';

type Subject = {
  /** The same store again, as another process would open it. */
  open(): LedgerStore;
  /** A store that is empty, with room for a few kilobytes. */
  openSmall(): LedgerStore;
  close(): void;
};

const entry = (index: number, over: Partial<StoredEntry> = {}): StoredEntry => ({
  index,
  envelope: Buffer.from(`envelope ${index}`),
  nodes: Buffer.alloc(32, index),
  type: index % 2 === 0 ? 'even' : 'odd',
  runId: `run-${Math.floor(index / 10)}`,
  tenantId: null,
  ...over,
});

const withCode = (code: string) => expect.objectContaining({ code }) as Error;

/** What every store of a ledger promises. */
export function ledgerStoreConformance(name: string, subject: () => Subject): void {
  describe(`ledger store: ${name}`, () => {
    let peer: Subject;
    let store: LedgerStore;

    beforeEach(() => {
      peer = subject();
      store = peer.open();
    });

    afterEach(() => {
      store.close();
      peer.close();
    });

    const insert = (count: number): void =>
      store.write(() => {
        for (let index = 0; index < count; index += 1) store.insertEntry(entry(index));
      });

    test('begins empty', () => {
      expect(store.size()).toBe(0);
      expect(store.entries({})).toEqual([]);
      expect([store.entry(0), store.nodes(0), store.sealed(0), store.tenantKey('t')]).toEqual(
        Array(4).fill(undefined),
      );
      expect([...store.checkpoints(), ...store.tenantKeys(), ...store.structuralFaults()]).toEqual([]);
    });

    test('gives entries back as they were', () => {
      insert(3);
      expect(store.size()).toBe(3);
      expect(store.entry(1)).toEqual(entry(1));
      expect(store.entries({})).toEqual([entry(0), entry(1), entry(2)]);
      expect(store.nodes(2)).toEqual(entry(2).nodes);
    });

    test('finds by run, tenant, type and place, in either order, however many there are', () => {
      insert(300);
      const found = (filter: Parameters<LedgerStore['entries']>[0]) =>
        store.entries(filter).map(({ index }) => index);
      expect(found({ runId: 'run-12', types: ['odd'] })).toEqual([121, 123, 125, 127, 129]);
      expect(found({ runId: 'run-29', newestFirst: true, limit: 2 })).toEqual([299, 298]);
      expect(found({ types: ['even'], from: 253, before: 257 })).toEqual([254, 256]);
      expect(found({ tenantId: 'nobody' })).toEqual([]);
      expect(found({ limit: 0 })).toEqual([]);
      expect(found({ types: ['even', 'odd'], newestFirst: true, before: 260, limit: 3 })).toEqual([
        259, 258, 257,
      ]);
      expect(found({ newestOfRuns: ['run-3', 'run-29', 'nobody'], types: ['even'] })).toEqual([38, 298]);
      expect(found({ newestOfRuns: [] })).toEqual([]);

      const ended = entry(300, { runId: 'run-12', type: 'ended' });
      store.write(() => store.insertEntry(ended));
      const open = found({ types: ['odd'], from: 110, before: 140, runLacks: ['ended'] });
      expect(open).toEqual([111, 113, 115, 117, 119, 131, 133, 135, 137, 139]);
    });

    test('keeps all of a transaction or nothing', () => {
      expect(() =>
        store.write(() => {
          store.insertEntry(entry(0));
          store.insertSealed(0, Buffer.of(1));
          throw new Error('changed my mind');
        }),
      ).toThrow('changed my mind');
      expect([store.size(), store.sealed(0)]).toEqual([0, undefined]);
    });

    test('keeps all of an exclusive piece of work or nothing, and lets transactions be part of it', async () => {
      const given = store.writeExclusively(async () => {
        store.write(() => store.insertEntry(entry(0)));
        await Promise.resolve();
        throw new Error('changed my mind');
      });
      await expect(given).rejects.toThrow('changed my mind');
      expect(store.size()).toBe(0);
      await store.writeExclusively(() => {
        store.insertEntry(entry(0));
        return Promise.resolve();
      });
      expect(store.size()).toBe(1);
    });

    test('flushes what was written, at once or with others', async () => {
      insert(2);
      store.flushNow();
      await Promise.all([store.flush(), store.flush(), peer.open().flush()]);
      expect(store.size()).toBe(2);
    });

    test('shows others what is written once it is whole, and reads one state at a time', () => {
      const other = peer.open();
      store.write(() => {
        store.insertEntry(entry(0));
        expect(other.size()).toBe(0);
      });
      expect(other.size()).toBe(1);
      other.read(() => {
        expect(other.size()).toBe(1);
        store.write(() => store.insertEntry(entry(1)));
        expect(other.size()).toBe(1);
      });
      expect(other.size()).toBe(2);
      other.close();
    });

    test('tells who waits too long that it is busy', () => {
      const other = peer.open();
      store.write(() => {
        expect(() => other.write(() => other.insertEntry(entry(0)))).toThrow(withCode('E_LEDGER_BUSY'));
      });
      other.close();
    });

    test('does not write an index twice', () => {
      insert(1);
      expect(() => store.write(() => store.insertEntry(entry(0)))).toThrow(withCode('E_LEDGER_DAMAGED'));
      expect(store.entries({})).toEqual([entry(0)]);
    });

    test('keeps checkpoints in order of size, and blobs in order of index', () => {
      store.write(() => {
        for (const size of [5, 2]) store.insertCheckpoint({ size, note: `note ${size}` });
        for (const index of [7, 3]) store.insertSealed(index, Buffer.of(index));
      });
      expect(store.checkpoints().map(({ size }) => size)).toEqual([2, 5]);
      expect(store.sealedBetween(3, 7)).toEqual([{ index: 3, blob: Buffer.of(3) }]);
      expect(store.sealed(7)).toEqual(Buffer.of(7));
    });

    test('forgets a tenant key for good', () => {
      store.write(() => store.putTenantKey({ tenantId: 't', wrapped: Buffer.of(1, 2, 3) }));
      expect(store.tenantKeys()).toEqual([{ tenantId: 't', wrapped: Buffer.of(1, 2, 3) }]);
      expect(store.write(() => store.deleteTenantKey('t'))).toBe(true);
      expect(store.write(() => store.deleteTenantKey('t'))).toBe(false);
      store.purgeDeleted();
      expect(store.tenantKey('t')).toBeUndefined();
    });

    test('says when there is no room, and keeps nothing of what did not fit', () => {
      const small = peer.openSmall();
      const large = entry(0, { envelope: Buffer.alloc(60_000) });
      expect(() =>
        small.write(() => {
          for (let index = 0; index < 100; index += 1) small.insertEntry({ ...large, index });
        }),
      ).toThrow(withCode('E_LEDGER_DISK_FULL'));
      expect(small.size()).toBe(0);
      small.close();
    });
  });
}
