import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ObjectStore } from '../../src/main/ports/object-store.port.ts';

export type ObjectStoreUnderTest = {
  readonly objects: ObjectStore;
  /** Puts a file there, as the portal does. */
  put(path: string, content: string): Promise<void>;
  close(): Promise<void>;
};

/** What every file store promises. */
export function objectStoreConformance(name: string, start: () => Promise<ObjectStoreUnderTest>): void {
  describe(`file store: ${name}`, () => {
    let subject: ObjectStoreUnderTest;
    let objects: ObjectStore;

    beforeAll(async () => {
      subject = await start();
      objects = subject.objects;
    });
    afterAll(() => subject.close());

    const listed = async (prefix: string) => {
      const found = [];
      for await (const each of objects.list(prefix)) found.push(each);
      return found.toSorted((a, b) => (a.path < b.path ? -1 : 1));
    };
    const textOf = async (path: string) => {
      const content = await objects.read(path);
      if (content === undefined) return undefined;
      const pieces = [];
      for await (const piece of content) pieces.push(piece);
      return Buffer.concat(pieces).toString('utf8');
    };

    test('lists what stands below a prefix, with its size, and nothing beside it', async () => {
      await subject.put('brk_1/s/deed/one.txt', 'one');
      await subject.put('brk_1/s/deed/Órla two.txt', 'twö');
      await subject.put('brk_10/s/deed/three.txt', 'three');
      expect(await listed('brk_1/')).toEqual([
        { path: 'brk_1/s/deed/one.txt', bytes: 3 },
        { path: 'brk_1/s/deed/Órla two.txt', bytes: 4 },
      ]);
      expect(await listed('brk_2/')).toEqual([]);
    });

    test('lists more than fits on one page, each once', async () => {
      const names = Array.from({ length: 1_003 }, (_, at) => `many/${String(at).padStart(4, '0')}`);
      for (const path of names) await subject.put(path, 'x');
      expect((await listed('many/')).map(({ path }) => path)).toEqual(names);
    });

    test('reads a file to the byte, and knows of none by another path', async () => {
      await subject.put('read/Órla Quay.txt', 'naïve ✓');
      expect(await textOf('read/Órla Quay.txt')).toBe('naïve ✓');
      expect(await textOf('read/nobody.txt')).toBeUndefined();
    });

    test('copies a file over what stood there', async () => {
      await subject.put('copy/from.txt', 'new');
      await subject.put('copy/to.txt', 'old');
      await objects.copy('copy/from.txt', 'copy/to.txt');
      expect(await textOf('copy/to.txt')).toBe('new');
      await expect(objects.copy('copy/nobody.txt', 'copy/to.txt')).rejects.toMatchObject({
        code: expect.stringMatching(/^E_OBJECTS_/) as string,
      });
    });

    test('removes files, also ones that are not there', async () => {
      await subject.put('gone/one.txt', 'one');
      await subject.put('gone/two.txt', 'two');
      await objects.remove(['gone/one.txt', 'gone/never.txt']);
      expect(await listed('gone/')).toEqual([{ path: 'gone/two.txt', bytes: 3 }]);
      await objects.remove([]);
    });
  });
}
