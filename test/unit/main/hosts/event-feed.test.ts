import { beforeEach, describe, expect, test } from 'vitest';
import { EventFeed, MOST_REPLAYED } from '../../../../src/main/hosts/event-feed.ts';
import type { Console } from '../../../../src/main/compose.ts';
import { consoleEvent, type ConsoleEvent } from '../../../../src/shared/contract/events.contract.ts';
import type { LedgerEntry } from '../../../../src/shared/model/ledger-entry.ts';

const entryAt = (index: number): LedgerEntry => ({
  index,
  type: 'step.done',
  time: '2026-01-05T09:00:00.000Z',
  actor: 'key',
  data: {},
  leafHash: 'ab',
});

/** A ledger in memory that tells of what is appended, as the console does. */
class MemorySource {
  readonly log: LedgerEntry[] = [];
  reads = 0;
  whileReading: () => void = () => undefined;
  readonly #onEntry = new Set<(entry: LedgerEntry) => void>();
  readonly #onProgress = new Set<(progress: Parameters<Parameters<Console['onProgress']>[0]>[0]) => void>();

  readonly console = {
    call: async (_call: unknown, { from, limit }: { from: number; limit: number }) => {
      this.reads += 1;
      const page = { size: this.log.length, entries: this.log.slice(from, from + limit) };
      await Promise.resolve();
      this.whileReading();
      return page;
    },
    subscribe: (listener: (entry: LedgerEntry) => void) => {
      this.#onEntry.add(listener);
      return () => this.#onEntry.delete(listener);
    },
    onProgress: (listener: Parameters<Console['onProgress']>[0]) => {
      this.#onProgress.add(listener);
      return () => this.#onProgress.delete(listener);
    },
  } as unknown as Console;

  append(count: number): void {
    for (let i = 0; i < count; i += 1) {
      const entry = entryAt(this.log.length);
      this.log.push(entry);
      this.#onEntry.forEach((listener) => listener(entry));
    }
  }

  progress(done: number): void {
    const progress = { runId: 'r', stepId: 's', done, of: 9, unit: 'rows' };
    this.#onProgress.forEach((listener) => listener(progress));
  }

  get listeners(): number {
    return this.#onEntry.size + this.#onProgress.size;
  }
}

let source: MemorySource;
let feed: EventFeed;
let heard: ConsoleEvent[];
const listen = (event: ConsoleEvent): void => void heard.push(event);
const places = () => heard.map(({ seq, kind }) => `${kind} ${seq}`);

beforeEach(() => {
  source = new MemorySource();
  feed = new EventFeed(source.console);
  heard = [];
});

describe('a listener', () => {
  test('hears what happens from now on', async () => {
    source.append(3);
    await feed.follow(listen);
    source.append(2);
    expect(places()).toEqual(['entry 4', 'entry 5']);
    expect(heard.map((event) => consoleEvent.parse(event))).toEqual(heard);
  });

  test('hears the missed entries first, then goes on without a gap', async () => {
    source.append(1200);
    await feed.follow(listen, 2);
    source.append(1);
    expect(heard.map(({ seq }) => seq)).toEqual(Array.from({ length: 1199 }, (_, i) => i + 3));
  });

  test('misses nothing that is appended while it catches up', async () => {
    source.append(10);
    let times = 4;
    source.whileReading = () => {
      if (times > 0) source.append(1);
      times -= 1;
    };
    await feed.follow(listen, 0);
    source.append(1);
    expect(heard.map(({ seq }) => seq)).toEqual(Array.from({ length: 15 }, (_, i) => i + 1));
  });

  test('who missed too much is told so and goes on from there', async () => {
    source.append(MOST_REPLAYED + 8);
    await feed.follow(listen, 7);
    source.append(1);
    expect(places()).toEqual([`lagged ${MOST_REPLAYED + 8}`, `entry ${MOST_REPLAYED + 9}`]);
  });

  test('who knows more than the ledger is told that it is another one', async () => {
    source.append(2);
    await feed.follow(listen, 9);
    source.append(1);
    expect(places()).toEqual(['lagged 2', 'entry 3']);
  });

  test('is not kept waiting by a ledger that grows faster than it is read', async () => {
    source.append(1);
    source.whileReading = () => source.append(600);
    await feed.follow(listen, 0);
    expect(heard.at(-1)?.kind).toBe('lagged');
    expect(source.reads).toBeLessThan(20);
  });

  test('sees progress, which does not move its place', async () => {
    source.append(2);
    await feed.follow(listen);
    source.progress(1);
    source.append(1);
    expect(places()).toEqual(['progress 2', 'entry 3']);
  });

  test('hears nothing any more once it has left', async () => {
    const leave = await feed.follow(listen);
    leave();
    leave();
    source.append(1);
    source.progress(1);
    expect(heard).toEqual([]);
  });

  test('who may not read the ledger follows nothing', async () => {
    const refusing = { ...source.console, call: () => Promise.reject(new Error('no')) } as unknown as Console;
    const refused = new EventFeed(refusing);
    await expect(refused.follow(listen, 0)).rejects.toThrow('no');
    source.append(1);
    expect(heard).toEqual([]);
  });
});

test('a closed feed lets go of the console', async () => {
  await feed.follow(listen);
  feed.close();
  source.append(1);
  expect(heard).toEqual([]);
  expect(source.listeners).toBe(0);
});
